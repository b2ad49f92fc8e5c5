import { type Problem, problem } from '@platform/http';

export function sellerNotFound(id: string): Problem {
  return problem('not-found', `There is no seller ${id}.`);
}
