import { type Problem, problem } from '@platform/http';

export function productNotFound(id: string): Problem {
  return problem('not-found', `There is no product ${id}.`);
}
