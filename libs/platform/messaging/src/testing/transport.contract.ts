import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '@platform/domain';
import type { Databases } from '@platform/persistence';

import type { Message } from '../envelope/message.js';
import type { MessageTransport } from '../transport/transport.js';
import {
  DoIt,
  Echoed,
  Ignored,
  Noted,
  openTransportDatabases,
  TransportScenario,
} from './transport.fixture.js';
import { waitUntil } from './wait-until.js';

/** An error as the driver throws it when the server goes down. */
const serverGone = () => Object.assign(new Error('terminating connection'), { code: '57P01' });
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/**
 * What every transport promises to modules, with relay, inbox and parking around it.
 * @param makeTransport a transport for one process; the ones it makes reach each other, as processes of a deployment do
 */
export function transportContract(makeTransport: () => MessageTransport): void {
  describe('a transport', () => {
    let databases: Databases;
    let close: () => Promise<void>;
    let scenario: TransportScenario;

    beforeAll(async () => {
      ({ databases, close } = await openTransportDatabases());
    });
    beforeEach(() => {
      scenario = new TransportScenario(databases, makeTransport);
    });
    afterEach(() => scenario.stop());
    afterAll(() => close());

    const effectsOf = (stream: string, expected: readonly number[]) =>
      waitUntil(
        `the effects of "${stream}" are complete`,
        async () => (await scenario.effects(stream)).length >= expected.length,
      ).then(async () => expect(await scenario.effects(stream)).toEqual(expected));
    const parkedKeys = () => scenario.process.parked.list({ consumer: scenario.consumerName });
    const poison =
      (isPoison: (n: number, streamId: string) => boolean) =>
      async (message: Message<{ n: number; body?: unknown }>): Promise<void> => {
        await scenario.leaveEffect(message as Message<{ n: number; body: unknown }>);
        if (isPoison(message.data.n, message.streamId))
          throw new DomainError('poison', 'I cannot swallow this.');
      };

    it('delivers the messages of every stream once, in order, while many are written at once', async () => {
      await scenario.start(scenario.leaveEffect);
      const streams = range(1, 8).map(String);
      await Promise.all(
        streams.map(async (stream) => {
          for (const n of range(0, 14)) await scenario.note(stream, [2 * n + 1, 2 * n + 2]);
        }),
      );
      for (const stream of streams) await effectsOf(stream, range(1, 30));
    });

    it('delivers to every consumer, each at its own pace', async () => {
      const seen = new Map<string, number[]>([
        ['one', []],
        ['other', []],
      ]);
      const watch = (name: string) => (message: Message<{ n: number }>) =>
        Promise.resolve(void seen.get(name)?.push(message.data.n));
      await scenario.startWith({
        [`${scenario.consumerName}-one`]: watch('one'),
        [`${scenario.consumerName}-other`]: watch('other'),
      });
      await scenario.note('a', [1, 2, 3]);
      await waitUntil('both have seen all', () => [...seen.values()].every(({ length }) => length === 3));
      expect([...seen.values()]).toEqual([
        [1, 2, 3],
        [1, 2, 3],
      ]);
    });

    it.each([
      ['null', null],
      ['unicode, quotes and line breaks', { text: 'Grüße, 世界 🌍 "quoted" \\ back\nslash \u2028 \u0000' }],
      ['numbers at their limits', [0, -0.1, 1e21, Number.MAX_SAFE_INTEGER, 5e-324]],
      ['a large body', { lines: range(1, 20_000).map((n) => `line ${n} — ünïcode`) }],
      ['an empty object', {}],
    ])('carries %s as it was recorded', async (_what, body) => {
      const bodies: unknown[] = [];
      await scenario.start(({ data }) => Promise.resolve(void bodies.push(data.body)));
      await scenario.note('a', [1], body);
      await waitUntil('the message has arrived', () => bodies.length > 0);
      expect(bodies).toEqual([body]);
    });

    it('hands over a frozen copy with its whole envelope', async () => {
      const seen: Message<{ body: unknown }>[] = [];
      await scenario.start((message) => Promise.resolve(void seen.push(message)));
      const body = { deep: [{ inside: 1 }] };
      await scenario.note('a', [1], body);
      await waitUntil('the message has arrived', () => seen.length > 0);
      const [message] = seen;
      expect(message).toMatchObject({
        type: Noted.type,
        schemaVersion: 1,
        sourceModule: 'source',
        channel: 'events',
        streamId: scenario.stream('a'),
        streamVersion: 1,
      });
      const received = message?.data.body as typeof body;
      expect(received).not.toBe(body);
      expect(() => {
        if (received.deep[0]) received.deep[0].inside = 2;
      }).toThrow(TypeError);
    });

    it('hands over the types a consumer asked for, and passes by the others', async () => {
      const types: string[] = [];
      await scenario.start((message) => Promise.resolve(void types.push(message.type)));
      const log = scenario.process.log('source');
      await databases.unitOfWork('source').run(() => {
        const noted = { type: Noted.type, data: { n: 1, body: null } };
        log.append(scenario.stream('a'), [{ type: Ignored.type, data: {} }, noted]);
        log.append(scenario.stream('a'), [{ type: Ignored.type, data: {} }, noted]);
        return Promise.resolve();
      });
      await waitUntil('both have arrived', () => types.length === 2);
      expect(types).toEqual([Noted.type, Noted.type]);
    });

    it('delivers commands to the module they are for, and to no other', async () => {
      const seen: Message[] = [];
      await scenario.start((message) => Promise.resolve(void seen.push(message)), [DoIt]);
      const log = scenario.process.log('source');
      await databases.unitOfWork('source').run(() => {
        log.send('somewhere-else', scenario.stream('saga'), [
          { type: DoIt.type, data: { n: 1, body: null } },
        ]);
        log.send('sink', scenario.stream('saga'), [{ type: DoIt.type, data: { n: 2, body: null } }]);
        return Promise.resolve();
      });
      await waitUntil(
        'a command has arrived and all is quiet',
        async () => seen.length > 0 && scenario.process.lag.isQuiet(),
      );
      expect(seen).toEqual([
        expect.objectContaining({ channel: 'commands', target: 'sink', data: { n: 2, body: null } }),
      ]);
    });

    it('commits what a handler records with its effect, as caused by the message', async () => {
      let handled: Message | undefined;
      await scenario.start(async (message) => {
        await scenario.leaveEffect(message);
        handled = message;
        scenario.process
          .log('sink')
          .append(`sink-${scenario.id}`, [{ type: Echoed.type, data: { n: message.data.n } }]);
      });
      await scenario.note('a', [1]);
      await effectsOf('a', [1]);
      const [echo] = await scenario.sink.read(() => scenario.process.log('sink').read(`sink-${scenario.id}`));
      expect(echo).toMatchObject({ causationId: handled?.id, correlationId: handled?.correlationId });
    });

    it('leaves one effect of a message that was delivered twice', async () => {
      await scenario.start(scenario.leaveEffect);
      await scenario.note('a', [1, 2, 3]);
      await effectsOf('a', [1, 2, 3]);
      await scenario.stop();
      await forgetCheckpoints(databases);
      await scenario.start(scenario.leaveEffect);
      await scenario.note('a', [4]);
      await effectsOf('a', [1, 2, 3, 4]);
    });

    it('goes on after a restart where it was, with what was recorded meanwhile', async () => {
      await scenario.start(scenario.leaveEffect);
      await scenario.note('a', range(1, 20));
      await scenario.stop();
      await scenario.start(scenario.leaveEffect);
      await scenario.note('a', range(21, 40));
      await effectsOf('a', range(1, 40));
    });

    it('tries a failing message a few times and keeps only the effect of the try that went well', async () => {
      let tries = 0;
      await scenario.start(poison((n) => n === 2 && (tries += 1) < 3));
      await scenario.note('a', [1, 2, 3]);
      await effectsOf('a', [1, 2, 3]);
      expect(tries).toBe(3);
      expect(await parkedKeys()).toEqual([]);
    });

    it('parks a key that keeps failing with its followers, while other keys go on', async () => {
      let tries = 0;
      await scenario.start(poison((n, stream) => stream.endsWith('-bad') && n === 2 && (tries += 1) > 0));
      await scenario.note('bad', [1, 2, 3]);
      await scenario.note('good', [1, 2, 3]);
      await effectsOf('good', [1, 2, 3]);
      await scenario.note('bad', [4]);
      await waitUntil('the followers have joined', async () => (await parkedKeys())[0]?.messages === 3);
      expect(await parkedKeys()).toEqual([
        expect.objectContaining({
          consumer: scenario.consumerName,
          sourceModule: 'source',
          channel: 'events',
          streamId: scenario.stream('bad'),
          attempts: 3,
          error: 'DomainError: I cannot swallow this.',
          firstVersion: 2,
          firstType: Noted.type,
        }),
      ]);
      expect(tries).toBe(3);
      expect(await scenario.effects('bad')).toEqual([1]);
    });

    it('replays a parked key in order and then lets its stream flow again', async () => {
      let cured = false;
      await scenario.start(poison((n) => n === 1 && !cured));
      await scenario.note('a', range(1, 5));
      await waitUntil('the key is parked', async () => (await parkedKeys())[0]?.messages === 5);
      const [key] = await parkedKeys();
      if (!key) throw new Error('Nothing is parked.');
      expect(await scenario.process.parked.replay(key)).toMatchObject({ replayed: 0, remaining: 5 });
      cured = true;
      expect(await scenario.process.parked.replay(key)).toEqual({ replayed: 5, remaining: 0 });
      await scenario.note('a', [6]);
      await effectsOf('a', range(1, 6));
      expect(await parkedKeys()).toEqual([]);
    });

    it('never counts a failure of the infrastructure: it pauses, and nothing is lost or out of order', async () => {
      let outages = 12;
      await scenario.start(async (message) => {
        await scenario.leaveEffect(message);
        if (message.data.n === 3 && (outages -= 1) >= 0) throw serverGone();
      });
      await scenario.note('a', range(1, 5));
      await effectsOf('a', range(1, 5));
      expect(await parkedKeys()).toEqual([]);
    });

    it('reports how far a consumer is behind, and quiet when it is not', async () => {
      const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
      await scenario.start(() => held);
      await scenario.note('a', [1, 2]);
      const inHand = async () => (await scenario.process.lag.lag()).inboxes;
      await waitUntil('the consumer has it in hand', async () => (await inHand())[0]?.messages !== 0);
      expect(await scenario.process.lag.isQuiet()).toBe(false);
      release(undefined);
      await waitUntil('all is quiet', () => scenario.process.lag.isQuiet());
      expect(await inHand()).toEqual([{ consumer: scenario.consumerName, messages: 0 }]);
    });
  });
}

/** As after the death of a relay before its checkpoint: the next one passes the whole log once more. */
async function forgetCheckpoints(databases: Databases): Promise<void> {
  const unit = databases.unitOfWork('source');
  await unit.run(() => unit.query(`UPDATE source.reader_cursor SET ord = 0, position = 0`));
}
