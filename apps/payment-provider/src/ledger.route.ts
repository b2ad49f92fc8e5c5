import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Ledger } from './ledger.js';
import { Problem } from './problem.js';
import { ledgerQuery } from './schemas.js';

/** Entries per piece: small enough that a charge never waits long behind somebody who reads a large ledger. */
const ENTRIES_PER_CHUNK = 500;

/** GET /ledger `{ entries }`, oldest first; `?after=<entry id>&limit=N` reads on from an entry already known. */
export function registerLedgerRoute(app: FastifyInstance, ledger: Ledger): void {
  app.get<{ Querystring: { after?: string; limit?: string } }>(
    '/ledger',
    { schema: { querystring: ledgerQuery } },
    (request, reply) => {
      const { after, limit } = request.query;
      const from = after === undefined ? 0 : ledger.positionAfter(after);
      if (from === undefined) throw new Problem('validation', `after: there is no entry ${String(after)}.`);
      const to = Math.min(ledger.size, limit === undefined ? Infinity : from + Number(limit));
      return reply.type('application/json; charset=utf-8').send(Readable.from(ledgerJson(ledger, from, to)));
    },
  );
}

function* ledgerJson(ledger: Ledger, from: number, to: number): Generator<string> {
  yield '{"entries":[';
  for (let start = from; start < to; start += ENTRIES_PER_CHUNK) {
    const entries = ledger.slice(start, Math.min(start + ENTRIES_PER_CHUNK, to));
    yield (start === from ? '' : ',') + entries.map((entry) => JSON.stringify(entry)).join(',');
  }
  yield ']}';
}
