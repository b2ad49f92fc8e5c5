import { join } from 'node:path';
import { fastify, type FastifyError, type FastifyInstance } from 'fastify';
import { Acquirer } from './acquirer.js';
import { Answering } from './answering.js';
import { type Behaviour, GOOD_BEHAVIOUR } from './behaviour.js';
import { Journal } from './journal.js';
import { Ledger, type LedgerRecord } from './ledger.js';
import { registerLedgerRoute } from './ledger.route.js';
import { registerMoneyRoutes } from './money.routes.js';
import { Problem } from './problem.js';
import { behaviourBody } from './schemas.js';

const BODY_LIMIT_BYTES = 16 * 1024;

/**
 * The stand-in acquirer, not yet listening, with the ledger found in `dataDirectory`. How it misbehaves is not kept: a
 * restarted provider behaves well until it is told otherwise.
 */
export async function createProvider({ dataDirectory }: { dataDirectory: string }): Promise<FastifyInstance> {
  const ledger = new Ledger();
  const acquirer = new Acquirer(ledger);
  const journal = await Journal.open<LedgerRecord>(join(dataDirectory, 'ledger.jsonl'), (record) =>
    acquirer.restore(record),
  );
  acquirer.recordTo(journal);

  const app = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true } },
  });
  app.addHook('onClose', () => journal.close());
  answerProblems(app);
  registerLedgerRoute(app, ledger);
  const behaviour = registerBehaviourRoutes(app);
  registerMoneyRoutes(app, acquirer, new Answering(app, behaviour));
  app.get('/health/live', () => ({ status: 'live' }));
  app.get('/health/ready', () => {
    if (journal.failure === undefined) return { status: 'ready' };
    throw new Problem('unavailable', `The last write failed: ${journal.failure.message}`);
  });
  return app;
}

function registerBehaviourRoutes(app: FastifyInstance): () => Behaviour {
  let behaviour = GOOD_BEHAVIOUR;
  app.get('/behaviour', () => behaviour);
  app.put<{ Body: Partial<Behaviour> }>('/behaviour', { schema: { body: behaviourBody } }, (request) => {
    behaviour = { ...GOOD_BEHAVIOUR, ...request.body };
    return behaviour;
  });
  return () => behaviour;
}

function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | Problem>((error, _request, reply) => {
    const problem = error instanceof Problem ? error : problemOf(error);
    if (problem.status === 503) void reply.header('retry-after', '1');
    return reply.code(problem.status).type('application/problem+json').send(problem.toJSON());
  });
  app.setNotFoundHandler((request) => {
    throw new Problem('not-found', `There is no ${request.method} ${request.url}.`);
  });
}

/** Fastify's own refusals (malformed JSON, a body too large, a schema not met) are the client's; the rest is ours. */
function problemOf(error: FastifyError): Problem {
  const clientsFault = error.validation !== undefined || (error.statusCode ?? 500) < 500;
  return clientsFault
    ? new Problem('validation', error.message)
    : new Problem('internal', 'The request could not be handled; ask again under the same key.');
}
