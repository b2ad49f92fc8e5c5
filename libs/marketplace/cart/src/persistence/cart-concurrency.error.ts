/**
 * Someone else used the cart for the first time in the same moment, when there was no row to lock yet. The code is that of a
 * serialization failure, so the outermost unit of work begins again.
 */
export class CartConcurrencyError extends Error {
  override readonly name = 'CartConcurrencyError';
  readonly code = '40001';

  constructor(customerId: string) {
    super(`The cart of customer ${customerId} was changed by someone else since it was loaded.`);
  }
}
