import { describe, expect, it } from '@jest/globals';
import { facts, found, line, order, Scribe } from '../testing/history.fixture.js';
import { cartsBecomeOrders } from './carts-and-orders.js';

const seen = (productId = 'oil', quantity = 2) => ({
  ...{ productId, productVersion: 1, quantity, unitPriceCents: 500 },
});
const input = { customerId: 'ana' };
const cart = (...items: readonly object[]) => ({ status: 'open', items });

/** Ana at her cart, something each second. */
class Ana extends Scribe {
  #at = 0;

  put(productId: string, shown: object, over: object = {}) {
    const asks = { ...input, productId, quantity: 2, voucherCents: 0 };
    this.does('put-item', { input: asks, body: shown, ...over });
    return this;
  }

  reads(...items: readonly object[]) {
    this.does('read-cart', { body: cart(...items) });
    return this;
  }

  checksOut(id: string, over: object = {}) {
    this.does('checkout', { input: { ...input, idempotencyKey: id }, status: 201, body: order(id), ...over });
    return this;
  }

  does(name: Parameters<Scribe['did']>[0], over: object) {
    const from = this.#at++;
    this.did(name, { from, to: from + 0.5, input, ...over });
    return this;
  }
}

const looks = (scribe: Scribe, stored = facts({ stored: [order('o-1')] })) => {
  const { looks: times, occurrences } = cartsBecomeOrders(scribe.operations, stored);
  return { times, occurrences };
};
const bought = () => new Ana().put('oil', cart(seen()));

describe('R1, a cart', () => {
  it('holds what was put, becomes an order of it, and is empty then', () => {
    expect(looks(bought().reads(seen()).checksOut('o-1').reads())).toEqual({ times: 4, occurrences: 0 });
  });

  it('is not judged by a read that something overlaps, as it may show either', () => {
    const scribe = bought().does('read-cart', { to: 3, body: cart() }).does('abandon-cart', { to: 2.5 });
    expect(looks(scribe)).toEqual({ times: 1, occurrences: 0 });
  });

  it.each(['payment-failed', 'rejected'] as const)('holds it still when the order is %s', (status) => {
    const lines = status === 'rejected' ? [] : [line];
    const dropped = status === 'rejected' ? [{ productId: 'oil', reason: 'unavailable' as const }] : [];
    const stored = facts({ stored: [order('o-1', status, { lines, dropped })] });
    expect(looks(bought().checksOut('o-1').reads(seen()), stored)).toEqual({ times: 3, occurrences: 0 });
  });

  it.each([
    ['lost', [], [0, 1]],
    ['of another quantity', [seen('oil', 3)], [0, 1]],
    ['there though it was never put', [seen(), seen('salt')], [0, 1]],
  ])('is found to show an item that is %s', (_, items, shownBy) => {
    expect(found(cartsBecomeOrders, bought().reads(...items))).toMatchObject([{ shownBy }]);
  });

  it('is found full after an order, and empty after one that failed', () => {
    const stored = facts({ stored: [order('o-1')] });
    expect(found(cartsBecomeOrders, bought().checksOut('o-1').reads(seen()), stored)).toMatchObject([
      { message: expect.stringContaining('holds nothing, and shows 2 of oil') },
    ]);
    const failed = facts({ stored: [order('o-1', 'payment-failed')] });
    expect(found(cartsBecomeOrders, bought().checksOut('o-1').reads(), failed)).toMatchObject([
      { message: expect.stringContaining('holds 2 of oil, and shows nothing'), shownBy: [0, 1, 2] },
    ]);
  });

  it.each([
    ['lacks an item', { lines: [] }],
    ['has one more', { lines: [line, { ...line, productId: 'salt' }] }],
    ['is of another quantity', { lines: [{ ...line, quantity: 1 }] }],
    ['is of another version', { lines: [{ ...line, productVersion: 2 }] }],
    ['has a voucher', { lines: [{ ...line, voucherCents: 1 }] }],
  ])('is found to become an order that %s', (_, over) => {
    const stored = facts({ stored: [order('o-1', 'approved', over)] });
    expect(found(cartsBecomeOrders, bought().checksOut('o-1'), stored)).toMatchObject([{ shownBy: [0, 1] }]);
  });

  it('is not known after something that may still take effect', () => {
    for (const lost of [
      bought().put('salt', {}, { type: 'info' }),
      bought().does('abandon-cart', { type: 'info' }),
      bought().checksOut('o-1', { type: 'info' }),
    ])
      expect(looks(lost.reads())).toEqual({ times: 1, occurrences: 0 });
  });

  it('is known again when a checkout without an answer is answered under its key', () => {
    expect(looks(bought().checksOut('o-1', { type: 'info' }).checksOut('o-1').reads())).toEqual({
      times: 3,
      occurrences: 0,
    });
  });

  it('is not touched by what was refused, nor by a checkout that is asked for once more', () => {
    const again = { input: { ...input, idempotencyKey: 'o-1', replay: true } };
    const scribe = bought()
      .put('salt', {}, { type: 'fail', status: 409 })
      .checksOut('o-1')
      .put('salt', cart(seen('salt')))
      .checksOut('o-1', again)
      .reads(seen('salt'));
    expect(looks(scribe)).toEqual({ times: 4, occurrences: 0 });
  });
});
