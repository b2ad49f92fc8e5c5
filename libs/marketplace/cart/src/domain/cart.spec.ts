import { describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import { MAX_ITEMS } from '../contract/index.js';
import { Cart } from './cart.js';
import { someAddress, someOffer } from './cart.fixture.js';
import { PricedCart } from './priced-cart.js';

const offer = someOffer();
const sealed = () => new PricedCart(cartWith(), someAddress, [offer]).sealed();

function cartWith(): Cart {
  const cart = new Cart('c');
  cart.put(offer, 2, 0);
  return cart;
}
function sealedFor(orderId: string): Cart {
  const cart = cartWith();
  cart.seal(orderId, sealed);
  return cart;
}

describe('an open cart', () => {
  it('takes a product in its present version, and tells a new item from one put again', () => {
    const cart = new Cart('c');
    expect(cart.put(offer, 2, 0)).toBe(true);
    expect(cart.put({ ...offer, version: 2 }, 3, 50)).toBe(false);
    expect(cart.state.items).toEqual([
      { productId: offer.productId, productVersion: 2, currency: 'EUR', quantity: 3, voucherCents: 50 },
    ]);
  });

  it('does not change when the same is put again, or when what is not there is removed', () => {
    const cart = cartWith();
    cart.put(offer, 2, 0);
    cart.remove(newId());
    expect(cart.version).toBe(1);
  });

  it('holds a hundred products and no more, and lets those be changed', () => {
    const cart = new Cart('c');
    const offers = Array.from({ length: MAX_ITEMS }, () => someOffer());
    for (const each of offers) cart.put(each, 1, 0);
    expect(() => cart.put(someOffer(), 1, 0)).toThrow(expect.objectContaining({ code: 'cart-full' }));
    expect(cart.put(offers[0] ?? offer, 9, 0)).toBe(false);
  });

  it('keeps to one currency, which another first item may change', () => {
    const cart = cartWith();
    const dollars = someOffer({ currency: 'USD' });
    expect(() => cart.put(dollars, 1, 0)).toThrow(expect.objectContaining({ code: 'cart-currency' }));
    cart.remove(offer.productId);
    expect(cart.put(dollars, 1, 0)).toBe(true);
  });

  it('takes no deleted product', () => {
    expect(() => new Cart('c').put({ ...offer, status: 'deleted' }, 1, 0)).toThrow(
      expect.objectContaining({ code: 'product-deleted' }),
    );
  });

  it('is empty after it was abandoned', () => {
    const cart = cartWith();
    cart.abandon();
    cart.abandon();
    expect(cart.state.items).toEqual([]);
    expect(cart.version).toBe(2);
  });

  it('cannot be sealed when it is empty', () => {
    expect(new Cart('c').seal('o', sealed)).toMatchObject({ outcome: 'refused', reason: 'cart-empty' });
  });
});

describe('a sealed cart', () => {
  it.each<[string, (cart: Cart) => void]>([
    ['put into', (cart) => void cart.put(offer, 1, 0)],
    ['taken from', (cart) => cart.remove(offer.productId)],
    ['abandoned', (cart) => cart.abandon()],
  ])('cannot be %s', (_what, change) => {
    expect(() => change(sealedFor('o'))).toThrow(expect.objectContaining({ code: 'cart-sealed' }));
  });

  it('cannot be sealed for another order', () => {
    expect(sealedFor('o').seal('p', sealed)).toMatchObject({ outcome: 'refused', reason: 'cart-sealed' });
  });

  it('opens again with its items, or as a new cart without', () => {
    const [reopened, renewed] = [sealedFor('o'), sealedFor('o')];
    reopened.reopen('o');
    renewed.renew('o');
    expect([reopened.state.status, reopened.state.items.length]).toEqual(['open', 1]);
    expect([renewed.state.status, renewed.state.items.length]).toEqual(['open', 0]);
  });

  it('is opened only by the order it is sealed for, and only once', () => {
    const cart = sealedFor('o');
    cart.reopen('p');
    cart.renew('p');
    expect(cart.isSealedFor('o')).toBe(true);
    cart.reopen('o');
    cart.renew('o');
    expect(cart.state.items).toHaveLength(1);
  });

  it('is not sealed again by a command that arrives after its checkout has ended', () => {
    const cart = sealedFor('o');
    cart.reopen('o');
    expect(cart.seal('o', sealed)).toMatchObject({ outcome: 'refused', reason: 'checkout-ended' });
    expect(cart.seal('p', sealed).outcome).toBe('done');
  });
});

it('a cart is the same when it is replayed from its events', () => {
  const original = sealedFor('o');
  original.reopen('o');
  original.put(someOffer(), 1, 5);
  const copy = new Cart('c');
  copy.replay(original.pullEvents());
  expect(copy.state).toEqual(original.state);
  expect(copy.version).toBe(original.version);
});
