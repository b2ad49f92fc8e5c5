import { type Problem, problem } from '@platform/http';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { countFailure, countRetry, observeAnswer } from '../metrics/upstream-metrics.js';
import type { Replica } from '../upstream/replica.js';
import type { Target } from '../upstream/upstream.js';
import { attempt, type Failure } from './attempt.js';
import { ClientAnswer } from './client-answer.js';
import { faultOf } from './fault.js';
import { outgoingRequest } from './outgoing-request.js';

/** A request whose answer was lost this often is given back to the client, who knows better whether to go on. */
const MOST_LOST = 2;
/** Bounds the search for a replica that takes connections. */
const MOST_ATTEMPTS = 8;

/**
 * Sends a request to the target and its answer to the client. What certainly was not sent goes to another replica; what may
 * have been is sent again only where doing it twice is the same as doing it once, and never once an answer has begun.
 *
 * @param path another path than the client's
 * @throws Problem when there is no answer to pass on
 */
export async function forward(
  request: FastifyRequest,
  reply: FastifyReply,
  target: Target,
  path?: string,
): Promise<void> {
  const own = outgoingRequest(request);
  const outgoing = path === undefined ? own : { ...own, path };
  const answer = new ClientAnswer(reply, request.id);
  const asked = new Set<Replica>();
  const began = performance.now();
  let lost = 0;
  for (let attempts = 1; ; attempts += 1) {
    if (answer.isGone) {
      answer.abandon();
      return;
    }
    const replica = target.choose(asked);
    if (!replica) throw lost === 0 ? unreachable(target) : unanswered(outgoing.repeatable);
    asked.add(replica);
    if (attempts > 1) countRetry(target.name);
    const outcome = await attempt(replica, outgoing, answer);
    if (outcome === 'client-gone') answer.abandon();
    if (outcome === 'answered') observeAnswer(target.name, reply, performance.now() - began);
    if (typeof outcome === 'string') return;

    const fault = faultOf(outcome);
    if (fault === 'malformed')
      throw problem('malformed-request', 'The request cannot be passed on.', { cause: outcome.error });
    countFailure(replica, fault);
    if (fault === 'refused') replica.learn({ state: 'down', reason: outcome.error.message });
    target.suspect(replica);
    if (outcome.sent) lost += 1;
    const again = !outcome.sent || (fault !== 'late' && outgoing.repeatable && lost <= MOST_LOST);
    if (!again || attempts === MOST_ATTEMPTS) throw unanswered(outgoing.repeatable, outcome);
  }
}

function unreachable({ name }: Target): Problem {
  return problem('unavailable', `The service "${name}" cannot be reached at the moment. Nothing was done.`, {
    retryAfterSeconds: 1,
  });
}

function unanswered(repeatable: boolean, failure?: Failure): Problem {
  const advice = repeatable
    ? 'Try again; a POST under the same Idempotency-Key.'
    : 'It may have been carried out all the same.';
  return problem('unavailable', `The service that the request was sent to did not answer. ${advice}`, {
    retryAfterSeconds: 1,
    cause: failure?.error,
  });
}
