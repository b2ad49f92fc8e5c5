import type { Catalogue } from '../catalogue.js';
import type { ResolvedProfile } from '../placement/resolved-profile.js';
import { availabilityPromises } from './availability.js';
import { checkoutCost, type CheckoutCost } from './checkout-cost.js';
import { consistencyPromises } from './consistency.js';
import type { DerivedPromise } from './derived-promise.js';

export interface ProfileDescription {
  readonly profile: ResolvedProfile;
  readonly cost: CheckoutCost;
  readonly promises: readonly DerivedPromise[];
}

/** What follows from a profile: the price of a saga, and each promise with its reason. */
export function describeProfile(profile: ResolvedProfile, catalogue: Catalogue): ProfileDescription {
  return {
    profile,
    cost: checkoutCost(profile, catalogue),
    promises: [...consistencyPromises(profile, catalogue), ...availabilityPromises(profile, catalogue)],
  };
}
