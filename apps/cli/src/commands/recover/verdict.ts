import type { ComparedModule } from '@platform/profile';

/**
 * What is to become of a module. `as-it-is`: nothing is missing, and it was not restored. `settle`: it was, and nothing is missing.
 * `refill`: what is missing comes back. `loss`: it does not, so somebody has to accept that. `torn`: its streams cannot be made
 * what they were, nor go on.
 */
export type Verdict = 'as-it-is' | 'settle' | 'refill' | 'loss' | 'torn';

export function verdictOf(compared: ComparedModule): Verdict {
  const { returns, restoredAt, comparedWith, beyond, differing, lacking } = compared;
  const isMissing = beyond.length > 0 || differing.length > 0;
  if (!isMissing && restoredAt === null) return 'as-it-is';
  // Events under versions that others know otherwise, or after a hole, are no stream any more.
  if (
    returns !== 'nothing' &&
    (comparedWith === 'consumers' ? isMissing : differing.length + lacking.length > 0)
  )
    return 'torn';
  if (comparedWith === 'consumers') return 'loss';
  if (!isMissing) return 'settle';
  return returns === 'all' ? 'refill' : 'loss';
}
