import { type Order, readOrders } from '@comparison/checkers/stored';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../support/e2e/eventually.js';
import { boleto, Shop } from '../support/e2e/shop.js';
import { watchRowLocks } from '../support/crash/row-locks.js';
import type { Scene } from '../support/crash/scene.js';
import { type Play, type Played, Stage } from '../support/crash/stage.js';

const plan: Play = {
  ...{ seed: 13, shoppers: 16, checkouts: 1, itemsAtMost: 2 },
  ...{ products: 4, pieces: 1_000, withinMs: 0 },
};
/** A charge is given up 30 s after its first attempt, which the orders before it may have kept waiting for some seconds. */
const GIVEN_UP_MS = 50_000;
const LATE_MS = 20_000;
/** Between the 2 s that a call may take and the 10 s at which the server ends a transaction that nobody bounded. */
const LONGEST_LOCK_MS = 5_000;
/** Nobody who waits for a lock of a hung call is this quick; one slow answer in twenty is the machine's. */
const QUICK_MS = 1_000;
const QUICK_SHARE = 0.95;

describe('a payment provider that hangs for everyone', () => {
  let stage: Stage;
  let scene: Scene;
  let bystander: Scene;
  beforeAll(async () => {
    stage = await Stage.open({});
    scene = await stage.setScene(plan);
    bystander = await stage.setScene({ ...plan, shoppers: 1, products: 1 });
    const shop = new Shop(stage.client);
    for (const [index, customer] of scene.customers.entries())
      for (const place of [index, index + 1])
        await shop.putItem(customer, { product: scene.offers[place % scene.offers.length] ?? nothing() });
    await shop.putItem(bystander.customers[0] ?? nothing(), { product: bystander.offers[0] ?? nothing() });
  });
  afterAll(() => stage.close());

  it('holds up nobody else, and charges nobody for an order that failed', async () => {
    await stage.provider.behave({ hangRate: 1, seed: 1 });
    const over = new AbortController();
    const watching = watchRowLocks(stage.databases, over.signal);
    const asking = answerTimes(over.signal);
    const early = scene.customers.slice(0, 10);
    const late = scene.customers.slice(10);
    const began = Date.now();
    const answered = await Promise.all(early.map(checkOut));
    await pause(Math.max(0, LATE_MS - (Date.now() - began)));
    answered.push(...(await Promise.all(late.map(checkOut))));
    await eventually(async () => (await failed()) === early.length, 'the early orders are given up', {
      withinMs: GIVEN_UP_MS - (Date.now() - began),
      everyMs: 250,
    }).finally(() => over.abort());
    const held = await watching;
    const times = await asking;
    await stage.provider.behave({});
    await stage.quiescent();

    const played: Played = {
      scene,
      sampled: [],
      attempts: answered.map(({ customerId, key, text }) => ({
        customerId,
        key,
        sent: 1,
        answers: [{ status: 202, text }],
      })),
    };
    expect(await stage.judge(played)).toEqual([]);
    expect(await statuses()).toEqual({ 'payment-failed': early.length, approved: late.length });
    const refunds = (await stage.provider.ledger()).filter(({ type }) => type === 'refund');
    expect(refunds.length).toBeGreaterThan(0);
    expect(held.length).toBeGreaterThan(0);
    expect(held.filter(({ heldMs }) => heldMs > LONGEST_LOCK_MS)).toEqual([]);
    expect(times.filter((ms) => ms < QUICK_MS).length).toBeGreaterThanOrEqual(times.length * QUICK_SHARE);
  });

  async function checkOut(customerId: string): Promise<{ customerId: string; key: string; text: string }> {
    const key = randomUUID();
    const headers = { 'idempotency-key': key, prefer: 'respond-async' };
    const { status, text } = await stage.client.send<Order>('POST', `/carts/${customerId}/checkout`, {
      headers,
      body: boleto,
    });
    expect(status).toBe(202);
    return { customerId, key, text };
  }

  /** Of requests that have nothing to do with a payment, in ms. */
  async function answerTimes(until: AbortSignal): Promise<number[]> {
    const [customer, product] = [bystander.customers[0] ?? nothing(), bystander.products[0] ?? nothing()];
    const times: number[] = [];
    for (let quantity = 1; !until.aborted; quantity = (quantity % 9) + 1) {
      const requests = [
        () => stage.client.put(`/carts/${customer}/items/${product}`, { quantity }),
        () => stage.client.put(`/stock/${product}`, { available: 100 + quantity }),
        () => stage.client.get(`/products/${scene.products[0] ?? nothing()}`),
        () => stage.client.get(`/orders?customerId=${scene.customers[0] ?? nothing()}`),
      ];
      for (const request of requests) {
        const began = performance.now();
        await request();
        times.push(performance.now() - began);
      }
      await pause(100);
    }
    return times;
  }

  async function statuses(): Promise<Record<string, number>> {
    const byStatus = Map.groupBy(await readOrders(stage.databases), ({ status }) => status);
    return Object.fromEntries([...byStatus].map(([status, orders]) => [status, orders.length]));
  }

  const failed = async (): Promise<number> => (await statuses())['payment-failed'] ?? 0;
});

function nothing(): never {
  throw new Error('The scene is empty.');
}
