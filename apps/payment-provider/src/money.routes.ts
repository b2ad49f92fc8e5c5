import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Acquirer, ChargeRequest, RefundRequest } from './acquirer.js';
import type { Answering } from './answering.js';
import { Problem } from './problem.js';
import { chargeBody, refundBody } from './schemas.js';

const MAX_KEY_LENGTH = 255;

/**
 * POST /charges and POST /refunds: 201 with the ledger's entry, whose `status` says how it went; the same answer again
 * under the same key.
 */
export function registerMoneyRoutes(app: FastifyInstance, acquirer: Acquirer, answering: Answering): void {
  app.post<{ Body: ChargeRequest }>('/charges', { schema: { body: chargeBody } }, (request, reply) => {
    const key = idempotencyKeyOf(request);
    return answering.answer(reply, `charge ${key}`, (current) => acquirer.charge(key, request.body, current));
  });
  app.post<{ Body: RefundRequest }>('/refunds', { schema: { body: refundBody } }, (request, reply) => {
    const key = idempotencyKeyOf(request);
    return answering.answer(reply, `refund ${key}`, () => acquirer.refund(key, request.body));
  });
}

function idempotencyKeyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '') {
    throw new Problem(
      'idempotency-key-missing',
      'Send an Idempotency-Key header that names this one attempt.',
    );
  }
  if (key.length <= MAX_KEY_LENGTH) return key;
  throw new Problem('validation', `The Idempotency-Key is longer than ${MAX_KEY_LENGTH} characters.`);
}
