import { AsyncResource } from 'node:async_hooks';

import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@platform/domain';
import { type Databases, registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import { Client } from 'pg';
import { z } from 'zod';

import { encode, type EncodedMessage } from '../envelope/cloud-events.js';
import { defineEvent } from '../envelope/define-message.js';
import type { Message } from '../envelope/message.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { ModuleSubscriber } from '../runtime/module-subscriber.js';
import { waitUntil } from '../testing/wait-until.js';
import type { Consumer, InTurn } from './consumer.js';
import { BatchHandler } from './batch-handler.js';
import { DeliveryLane } from './delivery-lane.js';
import { DEFAULT_DELIVERY_POLICY, type DeliveryPolicy } from './delivery-policy.js';
import { InFlightMarker } from './in-flight-marker.js';

registerModule('gamma', { migrations: MESSAGING_MIGRATIONS });
const Ticked = defineEvent('clock.ticked', 1, z.object({ n: z.number() }));
const policy: DeliveryPolicy = { ...DEFAULT_DELIVERY_POLICY, maxAttempts: 3, pauseMs: () => 1, batchSize: 4 };

function tick(streamId: string, streamVersion: number, n = streamVersion): EncodedMessage {
  return encode({
    id: newId(),
    type: Ticked.type,
    schemaVersion: 1,
    sourceModule: 'clock',
    channel: 'events',
    streamId,
    streamVersion,
    data: JSON.stringify({ n }),
    time: '2026-01-01T00:00:00.000Z',
    correlationId: 'c',
  });
}

describe('a delivery lane', () => {
  let databases: Databases;
  let close: () => Promise<void>;
  let unit: UnitOfWork;
  let admin: Client;
  let consumer: string;
  let handled: string[];

  beforeAll(async () => {
    let url: string;
    ({ databases, close, url } = await openTestDatabases(['gamma'], { pool: 16 }));
    admin = new Client({ connectionString: url });
    await admin.connect();
    unit = databases.unitOfWork('gamma');
  });
  beforeEach(() => {
    consumer = `gamma.${newId()}`;
    handled = [];
  });
  afterAll(async () => {
    await admin.end();
    await close();
  });

  const note = ({ streamId, streamVersion }: Message) => handled.push(`${streamId}/${streamVersion}`);
  const gone = ({ streamId }: Message) => Object.assign(new Error(`gone at ${streamId}`), { code: '57P01' });
  const consumerOf = (handler: (message: Message) => Promise<void>): Consumer => ({
    name: consumer,
    module: 'gamma',
    handlers: new Map([[Ticked.type, handler]]),
  });
  const lane = async (handler: (message: Message) => Promise<void>, run = newId()): Promise<DeliveryLane> => {
    const batches = new BatchHandler(consumerOf(handler), unit, policy);
    const opened = new DeliveryLane(batches, new InFlightMarker(unit, consumer, 'clock', run));
    await opened.open();
    return opened;
  };
  const attempts = () =>
    unit.read(() =>
      unit.query<{ stream: string; version: number; attempts: number }>(
        `SELECT stream_id AS stream, version, attempts FROM gamma.delivery_attempt WHERE consumer = $1`,
        [consumer],
      ),
    );
  const parked = () =>
    unit.read(() =>
      unit.query<{ stream: string; error: string }>(
        `SELECT stream_id AS stream, error FROM gamma.parked_key WHERE consumer = $1`,
        [consumer],
      ),
    );

  /** As a process that is killed in the handler of `victim`: the transaction vanishes and nothing of the lane runs on. */
  async function dieHandling(victim: string, messages: readonly EncodedMessage[]): Promise<void> {
    let backend: number | undefined;
    const dying = await lane(async (message) => {
      note(message);
      if (message.streamId !== victim) return;
      const [row] = await unit.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      backend = row?.pid;
      await new Promise<never>(() => undefined);
    });
    void dying.deliver(messages);
    await waitUntil('the process is at its victim', () => backend !== undefined);
    await admin.query('SELECT pg_terminate_backend($1)', [backend]);
    await waitUntil('its transaction is gone', async () => {
      const { rowCount } = await admin.query('SELECT FROM pg_stat_activity WHERE pid = $1', [backend]);
      return rowCount === 0;
    });
  }

  it('charges nobody for a process that died in a batch', async () => {
    await dieHandling('b', [tick('a', 1), tick('b', 1), tick('c', 1)]);
    expect(await attempts()).toEqual([]);
  });

  it('charges the one message that was alone when the process died again', async () => {
    const messages = [tick('a', 1), tick('b', 1), tick('c', 1)];
    await dieHandling('b', messages);
    await dieHandling('b', messages);
    expect(await attempts()).toEqual([{ stream: 'b', version: 1, attempts: 1 }]);
  });

  it('parks a message that killed the process as often as a message may be tried, and the others get through', async () => {
    const messages = [tick('a', 1), tick('b', 1), tick('c', 1)];
    for (let deaths = 0; deaths < 1 + policy.maxAttempts; deaths += 1) await dieHandling('b', messages);
    handled = [];
    const survivor = await lane((message) => Promise.resolve(void note(message)));
    await survivor.deliver(messages);
    expect(handled).toEqual(['c/1']);
    expect(await parked()).toEqual([
      { stream: 'b', error: 'The process died while it handled this message.' },
    ]);
  });

  it('has one suspect in hand at a time, though every lane of the process has some', async () => {
    let inHand = 0;
    const seen: number[] = [];
    const handler = async (): Promise<void> => {
      seen.push((inHand += 1));
      await unit.query('SELECT pg_sleep(0.005)');
      inHand -= 1;
    };
    const batches = new BatchHandler(consumerOf(handler), unit, policy);
    const lanes = ['one', 'other', 'third'].map(async (name) => {
      await new InFlightMarker(unit, consumer, name, newId()).set(); // as a process that died before left it
      const suspicious = new DeliveryLane(batches, new InFlightMarker(unit, consumer, name, newId()));
      await suspicious.open();
      return suspicious;
    });
    const delivered = lanes.map(async (opened, index) => {
      await (await opened).deliver([1, 2, 3].map((version) => tick(`stream-${index}`, version)));
    });
    await Promise.all(delivered);
    expect(seen).toEqual(Array.from({ length: 9 }, () => 1));
  });

  it('suspects nobody after a process that ended in order', async () => {
    const first = await lane((message) => Promise.resolve(void note(message)));
    await first.deliver([tick('a', 1)]);
    await first.close();
    let tries = 0;
    const second = await lane(() => {
      tries += 1;
      return Promise.reject(Object.assign(new Error('gone'), { code: '57P01' }));
    });
    await expect(second.deliver([tick('a', 2)])).rejects.toThrow('gone');
    expect([tries, await attempts()]).toEqual([1, []]);
  });

  it('suspects nobody when it is opened again by the process that opened it before', async () => {
    const run = newId();
    await lane(() => Promise.resolve(), run);
    const again = await lane((message) => Promise.reject(gone(message)), run);
    await expect(again.deliver([tick('a', 1)])).rejects.toThrow('gone');
    expect(await attempts()).toEqual([]);
  });

  it('has not forgotten whom it suspects when its process opens it again', async () => {
    await dieHandling('b', [tick('a', 1), tick('b', 1)]);
    const definition = consumerOf((message) => Promise.reject(gone(message)));
    const subscriber = new ModuleSubscriber(definition, unit, policy, newId());
    const first = subscriber.lane('clock');
    await first.open();
    await first.close();
    const again = subscriber.lane('clock');
    await again.open();
    await expect(again.deliver([tick('a', 1)])).rejects.toThrow('gone');
    expect(await attempts()).toEqual([{ stream: 'a', version: 1, attempts: 1 }]);
  });

  it('does not count a try that the infrastructure ended, even of a suspect', async () => {
    await dieHandling('a', [tick('a', 1)]);
    const message = tick('a', 1);
    let outages = 5;
    const careful = await lane((received) => {
      outages -= 1;
      if (outages >= 0) return Promise.reject(Object.assign(new Error('gone'), { code: '57P01' }));
      return Promise.resolve(void note(received));
    });
    for (let outage = 0; outage < 5; outage += 1)
      await expect(careful.deliver([message])).rejects.toThrow('gone');
    await careful.deliver([message]);
    expect(handled).toEqual(['a/1', 'a/1']);
    expect(await parked()).toEqual([]);
  });

  it('tells how long it has been trying a message that the infrastructure keeps from it, and when that is over', async () => {
    let broken = true;
    const held = await lane((message) =>
      broken
        ? Promise.reject(Object.assign(new Error('cache lookup failed'), { code: 'XX000' }))
        : Promise.resolve(void note(message)),
    );
    const messages = [tick('a', 1)];
    const tryAgain = () => expect(held.deliver(messages)).rejects.toThrow('cache lookup failed');
    await tryAgain();
    await waitUntil('time has passed', () => held.stalledSeconds > 0.01);
    await tryAgain();
    expect(held.stalledSeconds).toBeGreaterThan(0.01);
    broken = false;
    await held.deliver(messages);
    expect([held.stalledSeconds, handled]).toEqual([0, ['a/1']]);
  });

  it('does not blame a message for what fails on the way to its handler, whatever the error', async () => {
    const patient = await lane((message) => Promise.resolve(void note(message)));
    const run = unit.run.bind(unit);
    let refusals = 10;
    const closed = jest.spyOn(unit, 'run').mockImplementation((work, options) => {
      if (options?.label === 'delivery' && refusals > 0) {
        refusals -= 1;
        return Promise.reject(new Error('not accepting connections'));
      }
      return run(work, options);
    });
    try {
      const message = tick('a', 1);
      while (refusals > 0)
        await expect(patient.deliver([message])).rejects.toThrow('not accepting connections');
      await patient.deliver([message]);
    } finally {
      closed.mockRestore();
    }
    expect(handled).toEqual(['a/1']);
    expect(await parked()).toEqual([]);
  });

  it('handles a message once, whether it comes again alone, in a batch, or among new ones of its stream', async () => {
    const eager = await lane((message) => Promise.resolve(void note(message)));
    await eager.deliver([tick('a', 1), tick('a', 2)]);
    await eager.deliver([tick('a', 2)]);
    await eager.deliver([tick('a', 1), tick('b', 1), tick('a', 2), tick('a', 3)]);
    expect(handled).toEqual(['a/1', 'a/2', 'a/3', 'b/1']);
  });

  it('handles a message once, though it comes twice in one batch', async () => {
    const once = await lane((message) => Promise.resolve(void note(message)));
    const first = [tick('a', 1), tick('b', 1), tick('a', 2)];
    await once.deliver([...first, ...first, tick('a', 3)]);
    expect(handled).toEqual(['a/1', 'a/2', 'a/3', 'b/1']);
  });

  it('goes through the streams of a batch in the order of their ids, and through each in its own', async () => {
    const orderly = await lane((message) => Promise.resolve(void note(message)));
    await orderly.deliver([tick('c', 1), tick('a', 1), tick('b', 1), tick('a', 2)]);
    expect(handled).toEqual(['a/1', 'a/2', 'b/1', 'c/1']);
  });

  it('does a failed batch again without the failing message, and that one alone', async () => {
    const picky = await lane((message) => {
      note(message);
      return message.streamId === 'b' ? Promise.reject(new Error('no')) : Promise.resolve();
    });
    await picky.deliver([tick('a', 1), tick('b', 1), tick('c', 1)]);
    expect(handled).toEqual(['a/1', 'b/1', 'a/1', 'b/1', 'b/1', 'c/1']);
    expect(await parked()).toEqual([{ stream: 'b', error: 'Error: no' }]);
  });

  it('goes one by one after a deadlock, and counts it against nobody', async () => {
    let deadlocks = 2;
    const unlucky = await lane((message) => {
      note(message);
      deadlocks -= 1;
      if (deadlocks >= 0) return Promise.reject(Object.assign(new Error('deadlock'), { code: '40P01' }));
      return Promise.resolve();
    });
    await unlucky.deliver([tick('a', 1), tick('b', 1)]);
    expect(handled).toEqual(['a/1', 'a/1', 'a/1', 'b/1']);
    expect([await parked(), await attempts()]).toEqual([[], []]);
  });

  it('parks what does not fit its schema, without asking the handler', async () => {
    const strict = await lane((message) => Promise.resolve(void note(message)));
    const misfit = { ...tick('a', 1), value: '{"n":"one"}' };
    const garbage = { ...tick('b', 1), value: '{"n":' };
    await strict.deliver([misfit, garbage, tick('c', 1)]);
    expect(handled).toEqual(['c/1']);
    expect((await parked()).map(({ error }) => error)).toEqual([
      expect.stringContaining('InvalidMessageError: Data of "clock.ticked" is invalid: n:'),
      'MalformedEnvelopeError: Data of "clock.ticked" is not JSON.',
    ]);
  });

  it('waits for a replay that is under way, and then goes on behind it', async () => {
    const order: string[] = [];
    const waiting = await lane((message) =>
      Promise.resolve(void order.push(`live ${message.streamVersion}`)),
    );
    await unit.run(() =>
      unit.query(`INSERT INTO gamma.parked_key VALUES ($1, 'clock', 'events', 'a', now(), 3, 'no')`, [
        consumer,
      ]),
    );
    // Bound here, so that it does not join the transaction it is called in.
    const deliver = AsyncResource.bind(() => waiting.deliver([tick('a', 2)]));
    let delivering: Promise<void> | undefined;
    await unit.run(async () => {
      await unit.query(`DELETE FROM gamma.parked_key WHERE consumer = $1`, [consumer]);
      delivering = deliver();
      await waitUntil('the delivery waits for the lock', async () => {
        const { rowCount } = await admin.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'`,
        );
        return rowCount === 1;
      });
      order.push('replay ends');
    });
    await delivering;
    expect(order).toEqual(['replay ends', 'live 2']);
  });

  it('runs each of its transactions in turn where its consumer says so, also what is tried again', async () => {
    const turns: string[] = [];
    let fails = 1;
    const inTurn: InTurn = async (work) => {
      turns.push('begins');
      try {
        return await work();
      } finally {
        turns.push('ends');
      }
    };
    const handler = (message: Message) => {
      expect(turns.at(-1)).toBe('begins');
      if (message.streamId === 'b' && (fails -= 1) >= 0) return Promise.reject(new Error('not now'));
      note(message);
      return Promise.resolve();
    };
    const marker = new InFlightMarker(unit, consumer, 'clock', newId());
    const batches = new BatchHandler({ ...consumerOf(handler), inTurn }, unit, policy);
    const opened = new DeliveryLane(batches, marker);
    await opened.open();
    await opened.deliver([tick('a', 1), tick('b', 1)]);
    expect(handled).toEqual(['a/1', 'a/1', 'b/1']); // the first time was rolled back
    expect(turns.filter((turn) => turn === 'begins')).toHaveLength(4); // together, what came before, the count, alone
    await opened.close();
  });

  it('does not blame a message for what an earlier one of its batch sent and did not wait for', async () => {
    const tries: Record<string, number> = {};
    const lying = await lane(async (message) => {
      tries[message.streamId] = (tries[message.streamId] ?? 0) + 1;
      if (message.streamId === 'a') unit.write('SELECT 1 / $1::int', [0]);
      else await unit.query('SELECT 1');
      note(message);
    });
    await lying.deliver([tick('a', 1), tick('b', 1), tick('c', 1)]);
    expect(await parked()).toEqual([{ stream: 'a', error: expect.stringContaining('division by zero') }]);
    expect(await attempts()).toEqual([]);
    expect(tries['a']).toBe(1 + policy.maxAttempts);
    expect(handled.slice(-2)).toEqual(['b/1', 'c/1']);
    await lying.close();
  });

  it('blames the one whose own statement failed, though an earlier one did not wait for its own', async () => {
    let fails = 1;
    const failing = await lane(async (message) => {
      note(message);
      if (message.streamId === 'a') unit.write('SELECT $1::int', [1]);
      if (message.streamId === 'b' && (fails -= 1) >= 0) await unit.query('SELECT 1 / 0');
    });
    await failing.deliver([tick('a', 1), tick('b', 1), tick('c', 1)]);
    expect(await parked()).toEqual([]);
    expect(handled).toEqual(['a/1', 'b/1', 'a/1', 'b/1', 'c/1']); // what came before it as a batch, it alone, the rest
    await failing.close();
  });

  describe('beside another one of a consumer whose transactions take turns', () => {
    const inTurn: InTurn = (work) => work();
    const transactions = async () => {
      const [row] = await unit.query<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid');
      return row?.xid ?? '';
    };
    const two = async (handler: (message: Message) => Promise<void>): Promise<DeliveryLane[]> => {
      const batches = new BatchHandler({ ...consumerOf(handler), inTurn }, unit, policy);
      const lanes = ['one', 'other'].map(
        (name) => new DeliveryLane(batches, new InFlightMarker(unit, consumer, name, newId())),
      );
      for (const each of lanes) await each.open();
      return lanes;
    };

    it('is handled in the same transaction', async () => {
      const seen = new Set<string>();
      const [one, other] = await two(async (message) => {
        note(message);
        seen.add(await transactions());
      });
      await Promise.all([one?.deliver([tick('b', 1)]), other?.deliver([tick('a', 1), tick('c', 1)])]);
      expect(handled).toEqual(['a/1', 'b/1', 'c/1']);
      expect(seen.size).toBe(1);
      await Promise.all([one?.close(), other?.close()]);
    });

    it('parks its own poison only, and holds back nobody else', async () => {
      const [one, other] = await two((message) => {
        if (message.streamId === 'b') return Promise.reject(new Error('poison'));
        note(message);
        return Promise.resolve();
      });
      await Promise.all([one?.deliver([tick('b', 1)]), other?.deliver([tick('a', 1), tick('c', 1)])]);
      expect(await parked()).toEqual([{ stream: 'b', error: 'Error: poison' }]);
      expect(handled.slice(-2)).toEqual(['a/1', 'c/1']);
      await Promise.all([one?.close(), other?.close()]);
    });

    it('handles what comes twice, in two lanes at once, one time', async () => {
      const [one, other] = await two((message) => Promise.resolve(void note(message)));
      await Promise.all([
        one?.deliver([tick('a', 1), tick('a', 2), tick('a', 3)]),
        other?.deliver([tick('a', 1), tick('a', 2)]),
      ]);
      expect(handled).toEqual(['a/1', 'a/2', 'a/3']);
      await one?.deliver([tick('a', 3)]);
      expect(handled).toHaveLength(3);
      await Promise.all([one?.close(), other?.close()]);
    });

    it('charges no message that only waited for its turn when the process died of another', async () => {
      const run = newId();
      const never = new Promise<never>(() => undefined);
      let dead = false;
      const turnOfOne: InTurn = (work) => (dead ? never : work());
      const dying = new BatchHandler(
        {
          ...consumerOf(() => {
            dead = true;
            return never;
          }),
          inTurn: turnOfOne,
        },
        unit,
        policy,
      );
      for (const [name, streamId] of [
        ['one', 'a'],
        ['other', 'b'],
      ] as const) {
        await new InFlightMarker(unit, consumer, name, newId()).set(); // as a process that died before left it
        const suspicious = new DeliveryLane(dying, new InFlightMarker(unit, consumer, name, run));
        await suspicious.open();
        void suspicious.deliver([tick(streamId, 1)]);
        await waitUntil('the first is in its handler', () => dead);
      }
      await new Promise((resolve) => setImmediate(resolve));
      expect(await attempts()).toEqual([{ stream: 'a', version: 1, attempts: 1 }]);
    });
  });
});
