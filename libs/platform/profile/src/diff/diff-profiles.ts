import type { Catalogue } from '../catalogue.js';
import type { ResolvedProfile } from '../placement/resolved-profile.js';
import { describeProfile } from '../promises/describe-profile.js';
import type { Difference } from './difference.js';
import { outageDifferences } from './outage-differences.js';
import { placeDifferences } from './place-differences.js';
import { costDifferences, keptPromises, promiseDifferences } from './promise-differences.js';
import { readDifferences } from './read-differences.js';

export interface ProfileDiff {
  /** Names of the two profiles. */
  readonly from: string;
  readonly to: string;
  readonly differences: readonly Difference[];
  /** Titles of the promises that hold under both. */
  readonly kept: readonly string[];
}

/** What is lost and won by going from one profile to another; derived from both, as everything that is said of one. */
export function diffProfiles(from: ResolvedProfile, to: ResolvedProfile, catalogue: Catalogue): ProfileDiff {
  const [a, b] = [describeProfile(from, catalogue), describeProfile(to, catalogue)];
  return {
    from: from.name,
    to: to.name,
    differences: [
      ...promiseDifferences(a, b),
      ...costDifferences(a, b),
      ...outageDifferences(a, b),
      ...readDifferences(a, b),
      ...placeDifferences(from, to),
    ],
    kept: keptPromises(a, b),
  };
}
