import { databaseSnapshot, violationsOf } from '@comparison/checkers/stored';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { predicted, type Sight } from '@comparison/faults';
import { partName } from '@platform/profile';
import {
  type Answer,
  type Customer,
  eventually,
  freeze,
  type OwnMarketplace,
  ownMarketplace,
  problemType,
  Random,
} from '../support/e2e/index.js';
import { type Look, lookAt, wholly } from '../support/e2e/outages/look.js';
import { isOurs } from '../support/e2e/outages/part-down.js';
import { comparison } from '../support/e2e/outages/comparison.js';
import { ofEachKind } from '../support/e2e/outages/of-each-kind.js';
import { prepareProbes } from '../support/e2e/outages/probes.js';
import { byProcesses, isFirstOfItsKind, profileDescription } from '../support/e2e/profile.js';
import { printMatrix } from '../support/print-matrix.js';

/** Profiles with a service and a database per module have many parts that are alike: some of them are enough for every test run. */
const all = process.env['E2E_OUTAGES'] === 'all';
const seed = Number(process.env['E2E_SEED'] ?? 1);
const MOST = 3;
/** Nobody waits longer for data that cannot be reached. */
const PROMISED_MS = 5_000;
/** What a busy machine may add; who is not bounded takes many times as long. */
const MACHINE_MS = 3_000;

describe('outages', () => {
  const description = profileDescription();
  const chosen = all ? description.outages : ofEachKind(description.outages, MOST, new Random(seed));
  let at: OwnMarketplace;
  beforeAll(async () => {
    at = await ownMarketplace();
  });
  afterAll(() => at.close());

  const servicePids = async () => (await at.run()).services.map(({ pid }) => pid);

  /** An answer of a module that cannot reach its data, and how long it took. */
  async function timed(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ answer: Answer; ms: number }> {
    const began = performance.now();
    const answer = await at.client.send(method, path, { body });
    return { answer, ms: performance.now() - began };
  }

  async function expectUnavailable(method: string, path: string, body?: unknown): Promise<void> {
    const { answer, ms } = await timed(method, path, body);
    expect([path, answer.status, problemType(answer)]).toEqual([path, 503, 'unavailable']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(ms).toBeLessThan(PROMISED_MS + MACHINE_MS);
  }

  it('of a database that does not answer: 503 with Retry-After within 5 s, not ready, and back without a restart', async () => {
    const customer = await at.shop.customer();
    const before = await servicePids();
    const thaws = (await at.run()).databases.flatMap(({ pid }) => (pid === null ? [] : [freeze(pid)]));
    try {
      await Promise.all([
        expectUnavailable('GET', `/customers/${customer.id}`),
        expectUnavailable('GET', '/products?limit=1'),
        expectUnavailable('PUT', `/customers/${customer.id}`, customer satisfies Customer),
      ]);
      const { answer, ms } = await timed('GET', '/health/ready');
      expect([answer.status, problemType(answer)]).toEqual([503, 'not-ready']);
      expect(ms).toBeLessThan(PROMISED_MS + MACHINE_MS);
      expect((await at.client.send('GET', '/health/live')).status).toBe(200);
    } finally {
      for (const thaw of thaws) thaw();
    }
    await eventually(
      async () => (await at.client.send('GET', '/health/ready')).status === 200,
      'the service is ready again',
      { withinMs: 30_000 },
    );
    expect(await at.client.get(`/customers/${customer.id}`)).toEqual(customer);
    expect((await at.shop.order((await at.shop.shopper()).id)).status).toBe('approved');
    expect(await servicePids()).toEqual(before);
  });

  it(`of ${all ? 'each part' : `parts of each kind (E2E_SEED=${seed})`}, one after another: what happens is what "profile explain" says, and after it all is well`, async () => {
    const probes = await prepareProbes(at);
    const looks: [what: string, expected: Sight, look: Look][] = [];
    try {
      for (const outage of chosen) {
        if (!(await isOurs(at, outage.part))) continue;
        const expected = predicted(outage, description);
        looks.push([partName(outage.part), expected, await lookAt(at, outage, expected, probes)]);
      }
    } finally {
      printMatrix(`What outages of ${description.profile.name} did`, comparison(looks));
    }
    expect(looks.map(([what, , { sight, ended }]) => [what, sight, ended])).toEqual(
      looks.map(([what, expected]) => [what, expected, wholly]),
    );
    await at.quiescent();
    expect(violationsOf(await databaseSnapshot(at.databases, at.provider))).toEqual([]);
  }, 300_000);

  // A start and a stop of many processes: of profiles that run alike one is enough, or each with `E2E_OUTAGES=all`.
  if (all || isFirstOfItsKind(byProcesses))
    it('by SIGTERM: what was accepted is finished and answered, everything ends, and the next start has it all', async () => {
      const shopper = await at.shop.shopper();
      await at.provider.behave({ delayMs: 1_000 });
      const checkout = at.shop.checkOut(shopper.id, { prefer: 'wait=10' });
      await eventually(
        async () => (await at.shop.cart(shopper.id)).status === 'sealed',
        'the checkout has begun',
      );
      at.deployment.signal('SIGTERM');
      const answer = await checkout;
      expect([answer.status, answer.body.status]).toEqual([201, 'approved']);
      expect(await at.deployment.ended()).toBe(0);

      const again = await ownMarketplace({ dataDirectory: at.deployment.dataDirectory });
      try {
        expect(await again.shop.readOrder(answer.body.id)).toEqual(answer.body);
        expect(await again.provider.entriesOf(answer.body.id)).toHaveLength(1);
        expect((await again.shop.order((await again.shop.shopper()).id)).status).toBe('approved');
      } finally {
        await again.close();
      }
    });
});
