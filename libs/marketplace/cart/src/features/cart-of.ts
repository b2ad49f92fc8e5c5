import { DomainError } from '@platform/domain';
import { checkIfMatch, type EntityTagCondition } from '@platform/http';

import type { PricedCart } from '../domain/priced-cart.js';

/**
 * The cart that a request is about, when the customer is known here and the request's condition holds.
 * @throws DomainError `not-found`, for a short while also after the customer was created; Problem `precondition-failed`
 */
export function cartOf(
  customerId: string,
  cart: PricedCart | undefined,
  ifMatch?: EntityTagCondition,
): PricedCart {
  checkIfMatch(ifMatch, cart?.tag);
  if (cart) return cart;
  throw new DomainError('not-found', `Customer ${customerId} is not known to the cart (yet).`, {
    retryAfterSeconds: 1,
  });
}
