import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { waitUntil } from '@platform/messaging/testing';

import { type CartApp, openCartApp } from '../../cart-app.fixture.js';
import { BeginCheckout } from './begin-checkout.js';
import { type Checkout, CheckoutAnswer } from './checkout-answer.js';

const never = new AbortController().signal;
const unreachable = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

describe('the wait for a checkout', () => {
  let app: CartApp;
  let answer: CheckoutAnswer;
  beforeAll(async () => {
    app = await openCartApp();
    answer = app.get(CheckoutAnswer);
  });
  afterAll(() => app.close());
  afterEach(() => {
    app.checkouts.failure = undefined;
  });

  const begin = async (): Promise<Checkout> => {
    const customerId = await app.shopper();
    const body = { payment: { method: 'boleto' as const } };
    return { customerId, orderId: await app.get(BeginCheckout).run(customerId, newId(), body) };
  };

  /** Resolves when orders have been looked at twice more: the second look began after this was called. */
  const twoLooks = async () => {
    const before = app.checkouts.reads;
    await waitUntil('someone has looked twice', () => app.checkouts.reads >= before + 2);
  };

  it('ends when the client leaves; the checkout does not', async () => {
    const checkout = await begin();
    const client = new AbortController();
    const waiting = answer.of(checkout, 30_000, client.signal);
    client.abort();
    expect((await waiting).status).toBe('pending');
    await app.checkouts.end(checkout.orderId, 'approved');
    expect((await answer.of(checkout, 0, never)).status).toBe('approved');
  });

  it('outlasts an order that cannot be read for a while', async () => {
    const checkout = await begin();
    app.checkouts.failure = unreachable;
    const waiting = answer.of(checkout, 0, never);
    await twoLooks();
    app.checkouts.failure = undefined;
    expect((await waiting).status).toBe('pending');
  });

  it('answers with the order as it was last seen when it cannot be read any more', async () => {
    const checkout = await begin();
    const waiting = answer.of(checkout, 1_000, never);
    await twoLooks();
    app.checkouts.failure = unreachable;
    expect((await waiting).status).toBe('pending');
  });

  it('does not take a broken read for an order that is not there yet', async () => {
    const checkout = await begin();
    app.checkouts.failure = new TypeError('a mistake');
    await expect(answer.of(checkout, 0, never)).rejects.toThrow('a mistake');
  });
});
