import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { startTestBroker } from '@platform/embedded/testing';
import { waitUntil } from '@platform/messaging/testing';
import { CrashPoints } from '@platform/persistence';

import { TOPICS } from '../testing/owners.fixture.js';
import { RefillScene } from '../testing/refill.fixture.js';

/** As if a process was killed there: what it has handled is never acknowledged. */
class DiesBeforeItAcknowledges extends CrashPoints {
  private readonly never = new Promise<void>(() => undefined);
  private handled = false;

  hasHandled(): void {
    this.handled = true;
  }

  override reached(): void | Promise<void> {
    return this.handled ? this.never : undefined;
  }
}

describe('a consumer whose broker has forgotten events that it was still to handle', () => {
  let brokers: readonly string[];
  let scene: RefillScene;
  let streams: readonly string[];
  const one = () => streams[0] ?? '';

  beforeAll(async () => {
    ({ brokers } = await startTestBroker());
  });
  beforeEach(async () => {
    streams = Array.from({ length: 6 }, () => `shop-${newId()}`).sort();
    scene = await RefillScene.open(brokers);
    await scene.startStore();
  });
  afterEach(() => scene.close());

  const versions = (to: number) => Array.from({ length: to }, (_, index) => index + 1);
  const eachOnceUpTo = (to: number) => Object.fromEntries(streams.map((id) => [id, versions(to)]));

  /** The consumer has handled the first three of each stream; seven are archived. */
  async function stopHalfway(): Promise<void> {
    await scene.owners.record('shop', streams, 3);
    await scene.consume();
    await scene.untilHandled(18);
    await scene.stopConsuming();
    await scene.owners.record('shop', streams, 4);
    await scene.untilArchived(42);
  }

  /** It has handled three of each, then the broker forgets four that it has not. */
  async function fallBehind(): Promise<void> {
    await stopHalfway();
    await scene.truncate(42);
  }

  it('catches up from the archive and goes on at the broker: each once, in order', async () => {
    await fallBehind();
    await scene.owners.record('shop', streams, 2);
    const { harness } = await scene.consume();
    await scene.untilHandled(54);
    await scene.owners.record('shop', streams, 1);
    await scene.untilHandled(60);
    await waitUntil('all is quiet', () => harness.lag.isQuiet());
    expect(await scene.effects()).toEqual(eachOnceUpTo(10));
  });

  it('does so when its group has no positions any more', async () => {
    await fallBehind();
    await scene.admin.deleteGroups([scene.group]);
    await scene.consume();
    await scene.untilHandled(42);
    await scene.owners.record('shop', streams, 1);
    await scene.untilHandled(48);
    expect(await scene.effects()).toEqual(eachOnceUpTo(8));
  });

  it('does so while its events go on being recorded, and forgotten', async () => {
    await fallBehind();
    const recording = scene.owners.record('shop', streams, 30);
    await scene.consume();
    await scene.truncate(42 + 30);
    await recording;
    await scene.untilArchived(37 * 6);
    await scene.truncate(37 * 6);
    await scene.untilHandled(37 * 6);
    await scene.owners.record('shop', streams, 1);
    await scene.untilHandled(38 * 6);
    expect(await scene.effects()).toEqual(eachOnceUpTo(38));
  });

  it('waits for an archive that is out of reach, says so, and holds up nothing else', async () => {
    await fallBehind();
    await scene.stopStore();
    const { transport, harness } = await scene.consume();
    await scene.untilForgotten('waiting');
    const till = `till-${newId()}`;
    await scene.owners.record('till', [till], 3);
    await scene.untilHandled(18 + 3);
    expect(transport.forgotten()).toContainEqual(
      expect.objectContaining({
        ...{ consumer: scene.consumer, state: 'waiting', reason: 'the Event Store is out of reach' },
      }),
    );
    await waitUntil('it is behind', () => (harness.runtime.stalled()[0]?.seconds ?? 0) > 0);
    expect(await harness.lag.isQuiet()).toBe(false);
    await scene.startStore();
    await scene.untilHandled(42 + 3);
    expect(await scene.effects()).toEqual({ ...eachOnceUpTo(7), [till]: [1, 2, 3] });
    await waitUntil('nothing is missing', () => transport.forgotten().length === 0);
  });

  it('waits for no archive when it died before its group was first told of anything that it had handled', async () => {
    await scene.owners.record('shop', [one()], 3);
    const killed = new DiesBeforeItAcknowledges();
    await scene.consume(() => killed.hasHandled(), killed);
    await scene.untilHandled(3);
    await scene.stopConsuming();
    await scene.stopStore();
    await scene.consume();
    await scene.owners.record('shop', [one()], 1);
    await scene.untilHandled(4, 20_000);
    expect(await scene.effects()).toEqual({ [one()]: versions(4) });
  });

  it('waits until the archive has got from the owner what the broker forgot before either had it', async () => {
    await scene.owners.record('shop', streams, 3);
    await scene.consume();
    await scene.untilHandled(18);
    await scene.untilArchived(18);
    await scene.stopConsuming();
    await scene.stopStore();
    await scene.owners.record('shop', streams, 4);
    await scene.truncate(42);
    await scene.consume();
    await scene.untilForgotten('waiting');
    await scene.startStore();
    await scene.untilHandled(42);
    expect(await scene.effects()).toEqual(eachOnceUpTo(7));
  });

  it('catches up when its topic was made anew', async () => {
    await stopHalfway();
    await scene.owners.stop();
    await scene.makeTopicAnew();
    await scene.consume();
    await scene.untilHandled(42);
    await scene.owners.start();
    await scene.owners.record('shop', streams, 2);
    await scene.untilHandled(54);
    expect(await scene.effects()).toEqual(eachOnceUpTo(9));
  });

  it('catches up when its topic was made anew, and has outgrown its old position by the time it can', async () => {
    await stopHalfway();
    await scene.owners.stop();
    await scene.makeTopicAnew();
    // As of a broker that remembers groups of topics that are gone.
    await scene.putGroupAt(3);
    await scene.stopStore();
    const { transport } = await scene.consume();
    await waitUntil('all its partitions wait', () => transport.forgotten().length === TOPICS.partitions);
    await scene.owners.start();
    await scene.owners.record('shop', streams, 5);
    await scene.untilPublished(30);
    await scene.stopConsuming();
    await scene.startStore();
    const { harness } = await scene.consume();
    await scene.untilHandled(72);
    expect(await scene.effects()).toEqual(eachOnceUpTo(12));
    await waitUntil('all is quiet', () => harness.lag.isQuiet());
    await waitUntil('no lane lacks anything', async () => (await scene.lacks()) === 0);
  });

  it('says how far it is in a partition that nothing comes to any more', async () => {
    await fallBehind();
    const { harness } = await scene.consume();
    await scene.untilHandled(42);
    await waitUntil('all is quiet', () => harness.lag.isQuiet());
    expect(await scene.lacks()).toBe(0);
  });

  it('catches up once, whoever of its processes is given the partition amid that', async () => {
    await fallBehind();
    const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
    let begun = 0;
    await scene.consume(async () => {
      begun += 1;
      if (begun === 2) await held;
    });
    await waitUntil('it is amid it', () => begun > 1);
    const other = await scene.consumeBeside();
    release(undefined);
    await scene.untilHandled(42);
    await scene.owners.record('shop', streams, 1);
    await scene.untilHandled(48);
    expect(await scene.effects()).toEqual(eachOnceUpTo(8));
    await other();
  });

  it('catches up also while the modules go on recording, when its group has no positions any more', async () => {
    await fallBehind();
    await scene.admin.deleteGroups([scene.group]);
    const quiet = new AbortController();
    let recorded = 7;
    const traffic = (async () => {
      for (; !quiet.signal.aborted; recorded += 1) await scene.owners.record('shop', streams, 1);
    })();
    const { transport } = await scene.consume();
    await scene.untilHandled(42);
    await waitUntil('nothing is missing', () => transport.forgotten().length === 0);
    quiet.abort();
    await traffic;
    await scene.untilHandled(recorded * 6);
    expect(await scene.effects()).toEqual(eachOnceUpTo(recorded));
  });

  it('stays where it is with commands, which nobody archives, and says so; events come all the same', async () => {
    const keys = [newId(), newId(), newId(), newId(), newId(), newId()];
    await scene.command(keys);
    await scene.truncate(keys.length, `${scene.owners.deploymentId}.desk.commands`);
    const { transport } = await scene.consume();
    await scene.untilForgotten('none');
    await scene.owners.record('shop', streams, 3);
    await scene.untilHandled(18);
    expect(await scene.effects()).toEqual(eachOnceUpTo(3));
    expect(transport.forgotten()[0]?.reason).toMatch(/commands and replies are not archived/);
    expect(transport.forgotten()[0]?.lane).toContain('desk.commands');
  });

  it('has what it is brought handled as ever: what fails is parked with its key, and another process goes on', async () => {
    await fallBehind();
    let handled = 0;
    await scene.consume(({ streamId, streamVersion }) => {
      if (streamId === one() && streamVersion === 5) throw new Error('poison');
      handled += 1;
    });
    await waitUntil('it has begun', () => handled > 2);
    await scene.stopConsuming();
    const second = await scene.consume(({ streamId, streamVersion }) => {
      if (streamId === one() && streamVersion === 5) throw new Error('poison');
    });
    await scene.untilHandled(39);
    await waitUntil('the key is parked', async () => (await second.harness.parked.list()).length === 1);
    expect(await scene.effects()).toEqual({ ...eachOnceUpTo(7), [one()]: versions(4) });
    const [parked] = await second.harness.parked.list();
    expect(parked).toMatchObject({ streamId: one(), firstVersion: 5, messages: 3 });
  });
});
