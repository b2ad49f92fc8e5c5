import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Answer } from '../support/e2e/client.js';
import { eventually } from '../support/e2e/eventually.js';
import { Shop } from '../support/e2e/shop.js';
import { Stage } from '../support/crash/stage.js';

interface Deliveries {
  readonly delivered: readonly { readonly sellerId: string; readonly orderId: string }[];
}

describe('a POST with an Idempotency-Key whose process dies', () => {
  let stage: Stage;
  let shop: Shop;
  beforeAll(async () => {
    stage = await Stage.open({});
    shop = new Shop(stage.client);
  });
  afterAll(() => stage.close());

  const deliver = (key: string): Promise<Answer<Deliveries>> =>
    stage.client.send('POST', '/shipments/deliveries', { headers: { 'idempotency-key': key } });
  const retry = (key: string): Promise<Answer<Deliveries>> =>
    eventually(async () => {
      const answer = await deliver(key);
      return answer.status === 200 && answer;
    }, 'a retry is answered');
  const packagesOf = async (orders: readonly string[]): Promise<(string | undefined)[]> =>
    (await Promise.all(orders.map((id) => shop.shipments(id)))).map(
      ([shipment]) => shipment?.packages[0]?.status,
    );

  /** Two orders of one seller: a run delivers the older, so a second run would be seen at the other. */
  async function twoOrders(): Promise<{ sellerId: string; orders: [string, string] }> {
    const { id: sellerId } = await shop.seller();
    const product = await shop.offer({ sellerId });
    const older = await shop.order((await shop.shopper({ product })).id);
    const newer = await shop.order((await shop.shopper({ product })).id);
    return { sellerId, orders: [older.id, newer.id] };
  }

  it.each([
    { point: 'idempotency.before-commit', left: ['shipped', 'shipped'] },
    { point: 'idempotency.after-commit', left: ['delivered', 'shipped'] },
  ])('at $point has one effect, and every retry the same answer', async ({ point, left }) => {
    const { sellerId, orders } = await twoOrders();
    const key = randomUUID();
    const armed = await stage.deployment.arm(point, 1);
    await expect(deliver(key)).rejects.toThrow();
    await stage.deployment.outlive(armed, 'the process dies');
    expect(await eventually(() => packagesOf(orders), 'the next process answers')).toEqual(left);

    const first = await retry(key);
    const ofSeller = first.body.delivered.filter((each) => each.sellerId === sellerId);
    expect(ofSeller.map(({ orderId }) => orderId)).toEqual([orders[0]]);
    expect((await retry(key)).text).toBe(first.text);
    expect(await packagesOf(orders)).toEqual(['delivered', 'shipped']);
  });
});
