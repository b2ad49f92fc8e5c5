import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Databases } from '@platform/persistence';

import type { Message } from '../envelope/message.js';
import { openTransportDatabases, TransportScenario } from '../testing/transport.fixture.js';
import { waitUntil } from '../testing/wait-until.js';
import { InProcessTransport } from '../transport/in-process.transport.js';
import { UnknownParkedKeyError } from './errors.js';
import type { ParkedKeyView } from './parked-key.js';

describe('parked messages', () => {
  let databases: Databases;
  let close: () => Promise<void>;
  let scenario: TransportScenario;
  let refused: Set<number>;

  beforeAll(async () => {
    ({ databases, close } = await openTransportDatabases());
  });
  beforeEach(async () => {
    scenario = new TransportScenario(databases, () => new InProcessTransport());
    refused = new Set();
    await scenario.start(async (message: Message<{ n: number; body?: unknown }>) => {
      await scenario.leaveEffect(message as Message<{ n: number; body: unknown }>);
      if (refused.has(message.data.n)) throw new Error(`I refuse ${message.data.n}.`);
    });
  });
  afterEach(() => scenario.stop());
  afterAll(() => close());

  const parked = () => scenario.process.parked;
  const list = () => parked().list({ consumer: scenario.consumerName });
  /** Parks 1 to `last` of stream a. */
  async function park(last: number): Promise<ParkedKeyView> {
    refused.add(1);
    await scenario.note(
      'a',
      Array.from({ length: last }, (_, i) => i + 1),
    );
    await waitUntil('the key is parked', async () => (await list())[0]?.messages === last);
    const [key] = await list();
    if (!key) throw new Error('Nothing is parked.');
    return key;
  }
  const effects = (count: number) =>
    waitUntil('the effects are there', async () => (await scenario.effects('a')).length >= count).then(() =>
      scenario.effects('a'),
    );

  it('stops a replay at the first message that fails, keeping what was done and what is left', async () => {
    const key = await park(4);
    refused = new Set([3]);
    expect(await parked().replay(key)).toEqual({ replayed: 2, remaining: 2, error: 'Error: I refuse 3.' });
    expect(await scenario.effects('a')).toEqual([1, 2]);
    expect(await list()).toEqual([
      expect.objectContaining({ firstVersion: 3, messages: 2, error: 'Error: I refuse 3.', attempts: 4 }),
    ]);
  });

  it('replays each message once when two people replay the same key', async () => {
    const key = await park(5);
    refused.clear();
    const results = await Promise.allSettled([parked().replay(key), parked().replay(key)]);
    const replayed = results.map((result) => (result.status === 'fulfilled' ? result.value.replayed : 0));
    expect(replayed.reduce((sum, n) => sum + n)).toBe(5);
    expect(await scenario.effects('a')).toEqual([1, 2, 3, 4, 5]);
  });

  it('keeps the order while new messages arrive during a replay', async () => {
    const key = await park(10);
    refused.clear();
    const arriving = (async () => {
      for (let n = 11; n <= 30; n += 1) await scenario.note('a', [n]);
    })();
    const result = await parked().replay(key);
    await arriving;
    // What joined after the key was found empty is parked no more; what joined before was replayed too.
    expect(result.remaining).toBe(0);
    while ((await list()).length > 0) await parked().replay(key);
    expect(await effects(30)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  });

  it('gives a whole key up: its messages count as handled and its stream flows again', async () => {
    const key = await park(3);
    expect(await parked().discard(key)).toBe(3);
    await scenario.note('a', [4]);
    expect(await effects(1)).toEqual([4]);
    expect(await list()).toEqual([]);
  });

  it('gives up the first messages only, and the others can be replayed', async () => {
    const key = await park(4);
    expect(await parked().discard(key, 2)).toBe(2);
    expect(await list()).toEqual([expect.objectContaining({ firstVersion: 3, messages: 2 })]);
    expect(await parked().replay(key)).toEqual({ replayed: 2, remaining: 0 });
    expect(await scenario.effects('a')).toEqual([3, 4]);
  });

  it('survives a restart: followers still join, and nothing is tried again by itself', async () => {
    await park(2);
    await scenario.stop();
    await scenario.start(scenario.leaveEffect);
    await scenario.note('a', [3]);
    await waitUntil('the follower has joined', async () => (await list())[0]?.messages === 3);
    expect(await scenario.effects('a')).toEqual([]);
  });

  it('says so when nothing is parked under a key, or by a consumer it does not know', async () => {
    const key = { consumer: scenario.consumerName, sourceModule: 'source', channel: 'events', streamId: 'x' };
    await expect(parked().replay(key)).rejects.toThrow(UnknownParkedKeyError);
    await expect(parked().discard(key)).rejects.toThrow('No messages of stream "x" are parked');
    await expect(parked().list({ consumer: 'nobody.knows' })).rejects.toThrow(UnknownParkedKeyError);
  });
});
