import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Marketplace, ownMarketplace } from '../support/e2e/index.js';
import {
  databaseSnapshot,
  logViolations,
  restSnapshot,
  type Snapshot,
  violationsOf,
} from '../support/e2e/invariants/index.js';
import { Workload } from '../support/e2e/workload/workload.js';

const seed = Number(process.env['E2E_SEED'] ?? Date.now() % 1_000_000);

/** Test names carry the seed: what fails can be played again with E2E_SEED. */
describe(`a hundred and fifty shoppers at the same time (E2E_SEED=${seed})`, () => {
  let at: Marketplace;
  let workload: Workload;
  let fromDatabases: Snapshot;
  beforeAll(async () => {
    at = await ownMarketplace();
    workload = new Workload(at, {
      seed,
      shoppers: 150,
      checkoutsEach: 2,
      sellers: 12,
      products: 30,
      pieces: [5, 40],
    });
    await workload.prepare();
    await at.provider.behave({ declineRate: 0.1, delayMs: 5, hangRate: 0.01, loseReplyRate: 0.05, seed });
    await workload.run();
    await at.provider.behave({});
    await at.quiescent();
    fromDatabases = await databaseSnapshot(at.databases, at.provider);
  }, 300_000);
  afterAll(() => at.close());

  it('meet scarce stock, declines and lost answers', () => {
    const { orders } = fromDatabases;
    const statuses = new Set(orders.map(({ status }) => status));
    expect([...statuses]).toEqual(expect.arrayContaining(['rejected', 'payment-failed', 'delivered']));
    expect(orders.filter(({ dropped }) => dropped.length > 0).length).toBeGreaterThan(10);
    const lost = workload.attempts.filter(({ sent, answers }) => answers.length < sent);
    expect(lost.length).toBeGreaterThan(5);
    expect(orders.length).toBeGreaterThan(200);
  });

  it('break no promise, as the databases tell it', () => {
    expect(violationsOf(fromDatabases, workload.witness)).toEqual([]);
  });

  it('break no promise, as the API tells it', async () => {
    const throughApi = await restSnapshot(at.client, at.provider, workload.cast);
    expect(violationsOf(throughApi, workload.witness)).toEqual([]);
    const byId = ({ orders }: Snapshot) =>
      new Map(orders.map(({ id, status, totalCents }) => [id, [status, totalCents]]));
    expect(byId(throughApi)).toEqual(byId(fromDatabases));
  });

  it('leave logs without a gap, an inversion or a parked message', async () => {
    expect(await logViolations(at.databases, await at.run())).toEqual([]);
  });

  it.each([
    [
      'S1',
      'stock',
      'ALTER TABLE stock.stock DROP CONSTRAINT stock_reserved_is_available; UPDATE stock.stock SET reserved = available + 1',
    ],
    [
      'S2',
      'stock',
      'UPDATE stock.stock SET available = available + 1 WHERE order_count = (SELECT max(order_count) FROM stock.stock)',
    ],
    ['S2', 'stock', 'UPDATE stock.stock SET reserved = 1 WHERE available > 0'],
    [
      'C1',
      'product',
      'DELETE FROM product.product WHERE product_id = (SELECT product_id FROM product.product LIMIT 1)',
    ],
    [
      'M1',
      'order',
      `UPDATE "order".orders SET total_cents = total_cents + 1, items_cents = items_cents + 1 WHERE version > 3`,
    ],
    ['money', 'order', 'UPDATE "order".order_line SET total_cents = total_cents + 1'],
    [
      'A1',
      'shipment',
      'DELETE FROM shipment.shipment WHERE order_id = (SELECT order_id FROM shipment.shipment LIMIT 1)',
    ],
    ['A1', 'payment', `UPDATE payment.payment SET status = 'refunded' WHERE status = 'captured'`],
    ['A2', 'order', `UPDATE "order".orders SET status = 'pending' WHERE number = 1`],
    ['A3', 'order', 'UPDATE "order".orders SET id = gen_random_uuid()'],
    ['O1', 'order', `UPDATE "order".order_status SET status = 'delivered' WHERE version = 1`],
    ['number', 'order', 'UPDATE "order".orders SET number = number + 1000 WHERE number = 1'],
    ['P1', 'order', 'UPDATE "order".order_line SET unit_price_cents = unit_price_cents * 100 + 7'],
    ['Q1', 'customer', 'UPDATE customer.order_count SET paid = paid + 1'],
    [
      'D1',
      'seller',
      `INSERT INTO seller.dashboard_entry
       SELECT gen_random_uuid(), gen_random_uuid(), seller_id, 1, 'approved', 5, 0, 0, 5 FROM seller.seller LIMIT 1`,
    ],
  ])('would not go unnoticed otherwise: %s, %s', async (invariant, module, damage) => {
    const damaged = await at.databases.damaged(module, damage, (reader) =>
      databaseSnapshot(reader, at.provider),
    );
    const broken = violationsOf(damaged, workload.witness).map((violation) => violation.invariant);
    expect(broken).toContain(invariant);
  });

  it.each([
    ['a gap', `DELETE FROM "order".event WHERE version = 2 AND stream_id LIKE 'order-%'`],
    [
      'an inversion',
      `UPDATE "order".event SET ord = ord - 1000000 WHERE version = 3 AND stream_id LIKE 'order-%'`,
    ],
  ])('would not leave %s in a log unnoticed', async (_, damage) => {
    const run = await at.run();
    expect(await at.databases.damaged('order', damage, (reader) => logViolations(reader, run))).not.toEqual(
      [],
    );
  });
});
