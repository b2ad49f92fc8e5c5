import { describe, expect, it } from '@jest/globals';
import { reactionsOf } from '@platform/saga';

import { checkout } from './checkout.saga.js';

describe('the checkout as a choreography', () => {
  const of = (module: string) =>
    reactionsOf(checkout)
      .filter((reaction) => reaction.module === module)
      .map(({ on, does }) => `${on} → ${does}`);

  it('lets the stock hear of a declined payment from the payment, and of a full cart from the cart', () => {
    expect(of('stock')).toEqual([
      'cart: seal done → reserve',
      'order: place failed → undo reserve',
      'payment: charge done → confirm',
      'payment: charge failed → undo reserve',
    ]);
  });

  it('lets the cart follow however it ends', () => {
    expect(of('cart')).toEqual([
      'stock: reserve failed → undo seal',
      'order: place failed → undo seal',
      'payment: charge failed → undo seal',
      'order: completed → react to completion',
    ]);
  });
});
