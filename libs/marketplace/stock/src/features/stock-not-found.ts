import { type Problem, problem } from '@platform/http';

/** Stock follows products by event: one that was just put may be heard of in a moment. */
export function stockNotFound(productId: string): Problem {
  return problem('not-found', `Stock does not know product ${productId}. If it was just put, try again.`, {
    retryAfterSeconds: 1,
  });
}
