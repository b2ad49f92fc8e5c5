import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { archiveViolations, type Behaviour } from '@comparison/checkers/stored';
import { eventually } from '../support/e2e/eventually.js';
import { Shop } from '../support/e2e/shop.js';
import { KeptBroker } from '../support/crash/kept-broker.js';
import { onceAllAreReady, type Readiness } from '../support/crash/readiness.js';
import type { Scene } from '../support/crash/scene.js';
import { type Play, type Played, Stage } from '../support/crash/stage.js';

/**
 * Services that start while the Event Store or the broker is away, and go on without it. `npm run test:crash` does it with all of
 * `up`, too, and with an archive that has lost everything.
 */
const all = process.env['CRASH_ALL'] === '1';

jest.setTimeout(600_000);

const behaviour: Behaviour = { declineRate: 0.15, loseReplyRate: 0.2, seed: 7 };
const plan = (seed: number): Play => ({
  ...{ seed, shoppers: 12, checkouts: all ? 3 : 2, itemsAtMost: 2 },
  ...{ products: 4, pieces: 24, withinMs: 120_000 },
});
/** Each of the last two alone would bring what the first loses. */
const LOSES_WHAT_IT_ACKNOWLEDGED = [
  'offset-before-commit',
  'archive-asks-nobody',
  'archive-trusts-its-group',
] as const;
/** Some of those that take part in a checkout. */
const SOME = ['cart', 'order', 'payment'];

describe('a deployment that is kept as events', () => {
  let broker: KeptBroker;
  let stage: Stage;

  beforeAll(async () => {
    broker = await KeptBroker.open();
    const variants = [...LOSES_WHAT_IT_ACKNOWLEDGED, 'ends-without-broker'] as const;
    stage = await Stage.open(behaviour, 'event-sourced', variants);
  });
  afterAll(async () => {
    await stage.close();
    await broker.close();
  });
  afterEach(() => stage.deployment.putInForce());

  it('goes on without its Event Store, which has everything when it is there again', async () => {
    const scene = await stage.setScene(plan(1));
    const playing = stage.play(scene, plan(1));
    let played: Played;
    await pause(300);
    const comeBack = await stage.deployment.takeEventStoreAway();
    try {
      await kill(all ? undefined : SOME);
      // Those that died wait for the broker to know of it; nobody for the Event Store.
      await eventually(nobodyWaits, 'nobody waits for anything', { everyMs: 250 });
      played = await playing;
      await settle();
    } finally {
      await comeBack();
    }
    expect(await stage.judge(played)).toEqual([]);
  });

  it('starts without its broker, says who waits for it, and ends what was begun when it is there again', async () => {
    const scene = await stage.setScene(plan(2));
    const playing = stage.play(scene, plan(2));
    await pause(500);
    await broker.kill();
    const said = stage.deployment.output.length;
    await kill(undefined);
    try {
      expectToWaitForBroker(await onceAllAreReady(run));
      await expectToAnswer(scene);
    } finally {
      await broker.start();
    }
    const played = await playing;
    await settle();
    expect(await stage.judge(played)).toEqual([]);
    expect(endedSince(said)).toEqual([]);
  });

  if (all)
    it('starts as a whole without its broker', async () => {
      const scene = await stage.setScene(plan(3));
      const playing = stage.play(scene, { ...plan(3), withinMs: 2_000 });
      await pause(500);
      await broker.kill();
      const played = await playing;
      await stage.deployment.stop();
      await stage.start();
      expectToWaitForBroker(await onceAllAreReady(run));
      await expectToAnswer(scene);
      await broker.start();
      await settle();
      expect(await stage.judge(played)).toEqual([]);
      expect(endedSince(0)).toEqual([]);
    });

  if (all)
    it('has all of its archive again that was lost, though the Event Store dies of getting it back', async () => {
      const { deployment, databases } = stage;
      const comeBack = await deployment.takeEventStoreAway();
      await databases.queryIn('archive', 'TRUNCATE event_store.event, event_store.stream, event_store.tally');
      const deaths = await deployment.armEach(
        ...(['archive.compared', 'archive.gaps-claimed', 'archive.before-commit', 'archive.after-commit'].map(
          (point, index) => ({ point, nth: index + 1, service: 'event-store' }),
        ) as [{ point: string; nth: number; service: string }]),
      );
      await Promise.all([
        comeBack(),
        ...deaths.map((id, index) => deployment.died(id, `the Event Store dies for the ${index + 1}. time`)),
      ]);
      expect(await archiveViolations(databases, await run(), 120_000)).toEqual([]);
    });

  it('is found out when its Event Store acknowledges before it has archived', async () => {
    const { deployment, databases } = stage;
    await settle();
    await deployment.putInForce(...LOSES_WHAT_IT_ACKNOWLEDGED);
    const scene = await stage.setScene(plan(4));
    const id = await deployment.arm('archive.before-commit', 10, { service: 'event-store' });
    await Promise.all([
      stage.play(scene, { ...plan(4), checkouts: 1 }),
      deployment.outlive(id, 'the Event Store dies before it has archived'),
    ]);
    await settle();
    expect(await archiveViolations(databases, await run(), 3_000)).not.toEqual([]);
    // Sound again, it asks for what it lacks.
    await deployment.putInForce();
    await (
      await deployment.takeEventStoreAway()
    )();
    expect(await archiveViolations(databases, await run())).toEqual([]);
  });

  it('is found out when a service ends for want of its broker', async () => {
    await broker.kill();
    await stage.deployment.putInForce('ends-without-broker');
    try {
      await kill(['seller']);
      const said = stage.deployment.output.length;
      await eventually(() => endedSince(said).length > 0, 'it ends again and again');
    } finally {
      await stage.deployment.putInForce();
      await broker.start();
    }
    await onceAllAreReady(run);
  });

  const run = () => stage.deployment.run();

  /** Kills services, all of them unless some are named, and waits until each was started again. */
  async function kill(names: readonly string[] | undefined): Promise<void> {
    const { services } = await run();
    const victims = services.filter(({ name }) => names?.includes(name) ?? true);
    for (const { pid } of victims) if (pid !== null) process.kill(pid, 'SIGKILL');
    await Promise.all(victims.map(({ pid }) => stage.deployment.replaced(pid ?? 0)));
  }

  /** With the provider answering again everything that was begun ends. */
  async function settle(): Promise<void> {
    await stage.provider.behave({});
    await stage.letClaimsRunOut();
    await stage.quiescent(90_000);
    await stage.provider.behave(behaviour);
  }

  async function nobodyWaits(): Promise<boolean> {
    for (const { service, consumers } of await onceAllAreReady(run))
      expect([service, consumers]).toEqual([service, { status: 'up' }]);
    return true;
  }

  /** All by name but for the one that hears of nobody. */
  function expectToWaitForBroker(ready: readonly Readiness[]): void {
    const waiting = ready.filter(({ consumers }) => consumers?.waitingForBroker);
    expect(ready.filter((each) => !waiting.includes(each)).map(({ service }) => service)).toEqual([
      'product',
    ]);
    for (const { service, consumers } of waiting)
      for (const name of consumers?.waitingForBroker ?? []) expect(name.split('.')[0]).toBe(service);
  }

  /** What a module answers out of its own data. */
  async function expectToAnswer({ customers, products, sellers }: Scene): Promise<void> {
    const [customer = '', product = '', seller = ''] = [customers[0], products[0], sellers[0]];
    const paths = [
      ...[`/customers/${customer}`, `/sellers/${seller}`, `/products/${product}`, `/stock/${product}`],
      ...[`/carts/${customer}`, `/orders?customerId=${customer}`, '/products?limit=1'],
    ];
    // The gateway finds a service that was restarted again a moment after it is ready.
    await eventually(async () => {
      const answers = await Promise.all(paths.map((path) => stage.client.send('GET', path)));
      expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
      return true;
    }, 'every module answers out of its own data');
    const details = new Shop(stage.client).details({ sellerId: seller });
    expect((await stage.client.send('PUT', `/products/${randomUUID()}`, { body: details })).status).toBe(201);
    expect((await fetch(`${(await run()).eventStore?.url ?? ''}/statistics`)).status).toBe(200);
  }

  /** What `up` has said of processes that ended by themselves, or did not come up, since it had said so much. */
  function endedSince(said: number): string[] {
    return stage.deployment.output.slice(said).match(/.*(?:ended with code|did not start again).*/g) ?? [];
  }
});
