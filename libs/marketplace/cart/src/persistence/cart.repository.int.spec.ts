import { afterAll, describe } from '@jest/globals';

import { type CartApp, openCartApp } from '../cart-app.fixture.js';
import { cartRepositoryContract } from '../domain/cart.repository.contract.js';
import { CartRepository } from '../domain/cart.repository.js';

describe.each(['state', 'events'] as const)('kept as %s', (persistence) => {
  let app: CartApp | undefined;
  afterAll(() => app?.close());

  cartRepositoryContract(async () => {
    const opened = await openCartApp(persistence);
    app = opened;
    return {
      repository: opened.get(CartRepository),
      unit: opened.unit('cart'),
      log: opened.log('cart'),
      customer: () => opened.customer(),
      offer: (changes) => opened.offer(changes),
    };
  });
});
