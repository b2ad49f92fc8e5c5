import type { Catalogue } from '../catalogue.js';
import { outageSentence } from '../outages/outage-sentence.js';
import { outagesOf, type Outage } from '../outages/outages-of.js';
import type { ResolvedProfile } from '../placement/resolved-profile.js';
import { restoreSentence } from '../restores/restore-sentence.js';
import { type Restore, restoresOf } from '../restores/restores-of.js';
import { sagaCourse, type SagaReaction } from '../saga/saga-course.js';
import { availabilityPromises } from './availability.js';
import { checkoutCost, type CheckoutCost } from './checkout-cost.js';
import { consistencyPromises } from './consistency.js';
import type { DerivedPromise } from './derived-promise.js';
import { readsOf, type Reads } from './reads.js';

export interface ProfileDescription {
  readonly profile: ResolvedProfile;
  readonly cost: CheckoutCost;
  readonly course: readonly SagaReaction[];
  readonly promises: readonly DerivedPromise[];
  readonly reads: Reads;
  readonly outages: readonly (Outage & { readonly sentence: string })[];
  readonly restores: readonly (Restore & { readonly sentence: string })[];
}

/** What follows from a profile: the course and the price of a saga, and each promise with its reason. */
export function describeProfile(profile: ResolvedProfile, catalogue: Catalogue): ProfileDescription {
  return {
    profile,
    cost: checkoutCost(profile, catalogue),
    course: sagaCourse(catalogue.saga),
    promises: [...consistencyPromises(profile, catalogue), ...availabilityPromises(profile, catalogue)],
    reads: readsOf(profile, catalogue),
    outages: outagesOf(profile, catalogue).map((outage) => ({
      ...outage,
      sentence: outageSentence(outage, profile, catalogue),
    })),
    restores: restoresOf(profile, catalogue).map((restore) => ({
      ...restore,
      sentence: restoreSentence(restore, catalogue),
    })),
  };
}
