import {
  cartRows,
  cartRowsFollowEvents,
  copyViolations,
  databaseSnapshot,
  inboxesMatchLogs,
  logViolations,
  ordersAreOfTheirCarts,
  ordersHaveOneKey,
  projectionViolations,
  readCheckoutKeys,
  reservedWhatIsOffered,
  restSnapshot,
  type Snapshot,
  streamsOf,
  violationsOf,
} from '@comparison/checkers/stored';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Marketplace, ownMarketplace } from '../support/e2e/index.js';
import { damages, statementOf } from '../support/e2e/damages/index.js';
import { Workload } from '../support/e2e/workload/workload.js';

const seed = Number(process.env['E2E_SEED'] ?? Date.now() % 1_000_000);

/** Test names carry the seed: what fails can be played again with E2E_SEED. */
describe(`a hundred shoppers at the same time (E2E_SEED=${seed})`, () => {
  let at: Marketplace;
  let workload: Workload;
  let fromDatabases: Snapshot;
  beforeAll(async () => {
    at = await ownMarketplace();
    workload = new Workload(at, {
      seed,
      shoppers: 100,
      checkoutsEach: 2,
      sellers: 8,
      products: 20,
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
    expect(orders.length).toBeGreaterThan(130);
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

  it('leave every consumer at the end of what is for it', async () => {
    const { looks, violations } = await inboxesMatchLogs(at.databases, await at.run());
    expect(violations).toEqual([]);
    expect(looks).toBeGreaterThan(300);
  });

  it('leave every copy in another module as its source is', async () => {
    expect(await copyViolations(at.databases)).toEqual([]);
  });

  it('order what their carts were sealed with, of offers that stood, each under one key', async () => {
    const [carts, stock, rows, keys] = await Promise.all([
      streamsOf(at.databases, 'cart'),
      streamsOf(at.databases, 'stock'),
      cartRows(at.databases),
      readCheckoutKeys(at.databases),
    ]);
    const { orders } = fromDatabases;
    expect(ordersAreOfTheirCarts(orders, carts)).toEqual([]);
    expect(rows ? cartRowsFollowEvents(rows, carts) : []).toEqual([]);
    expect(reservedWhatIsOffered(orders, stock)).toEqual([]);
    expect(ordersHaveOneKey(orders, keys)).toEqual([]);
    expect(keys.length).toBe(orders.length);
  });

  it('keep every projection and snapshot in accord with the streams, where modules are kept as events', async () => {
    expect(await projectionViolations(at.databases, await at.run())).toEqual([]);
  });

  it.each(damages)('would not go unnoticed otherwise: $invariant, $what', async (damage) => {
    const statement = await statementOf(damage, at.databases);
    const damaged = await at.databases.damaged(damage.module, statement, (reader) =>
      databaseSnapshot(reader, at.provider),
    );
    const broken = violationsOf(damaged, workload.witness).map(({ invariant }) => invariant);
    expect(broken).toContain(damage.invariant);
  });

  it.each([
    [
      'a message that was lost',
      // One of those that stand where most do: what a consumer handles is read off the marks of the others.
      `UPDATE seller.inbox SET last_version = last_version - 1 WHERE source_module = 'order' AND ctid = (
         SELECT max(ctid) FROM seller.inbox WHERE source_module = 'order' AND last_version = (
           SELECT mode() WITHIN GROUP (ORDER BY last_version) FROM seller.inbox WHERE source_module = 'order'))`,
    ],
    [
      'a stream that never came',
      `DELETE FROM seller.inbox WHERE source_module = 'order' AND ctid = (SELECT max(ctid) FROM seller.inbox WHERE source_module = 'order')`,
    ],
    [
      'a message that never was',
      `UPDATE seller.inbox SET last_version = last_version + 9 WHERE source_module = 'order'`,
    ],
  ])('would not leave %s at a consumer unnoticed', async (_, damage) => {
    const run = await at.run();
    const look = await at.databases.damaged('seller', damage, (reader) => inboxesMatchLogs(reader, run));
    expect(look.violations.map(({ invariant }) => invariant)).toContain('Q1');
  });

  it.each([
    ['of a price', 'cart', `UPDATE cart.offer SET price_cents = price_cents + 1`],
    ['of a freight', 'cart', `UPDATE cart.offer SET freight_cents = freight_cents + 1`],
    ['of an address', 'cart', `UPDATE cart.customer SET address = '{}'`],
    [
      'of a customer',
      'customer',
      `DELETE FROM customer.customer WHERE ctid = (SELECT max(ctid) FROM customer.customer)`,
    ],
  ])('would not leave a copy %s that stands still unnoticed', async (_, module, damage) => {
    const found = await at.databases.damaged(module, damage, (reader) => copyViolations(reader));
    expect(found.map(({ invariant }) => invariant)).toContain('Q1');
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
