import { describe, expect, it } from '@jest/globals';
import type { KafkaMessage } from 'kafkajs';

import { encode, type EncodedMessage } from '../../envelope/cloud-events.js';
import { waitUntil } from '../../testing/wait-until.js';
import { Membership } from './membership.js';
import { PartitionWorker, type WorkerHost } from './partition-worker.js';

const record = (offset: number, type = 'clock.ticked'): KafkaMessage => {
  const { key, headers, value } = encode({
    id: String(offset),
    type,
    schemaVersion: 1,
    sourceModule: 'clock',
    channel: 'events',
    streamId: 's',
    streamVersion: offset + 1,
    data: '{}',
    time: '2026-01-01T00:00:00.000Z',
    correlationId: 'c',
  });
  return {
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers,
    offset: String(offset),
    timestamp: '0',
    attributes: 0,
  };
};
const records = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => record(from + index));

/** A worker with everything around it noted down in `seen`. */
function start({
  joined = true,
  before = Promise.resolve(),
}: { joined?: boolean; before?: Promise<void> } = {}) {
  const seen: string[] = [];
  const membership = new Membership(60_000);
  membership.confirmed(joined);
  const doings = { opening: () => Promise.resolve(), deliver: () => Promise.resolve() };
  const host: WorkerHost = {
    membership,
    types: new Set(['clock.ticked']),
    retryMs: { first: 1, longest: 2 },
    hold: (_worker, held) => seen.push(held ? 'hold' : 'go on'),
    opening: () => doings.opening(),
    handled: (_worker, next) => seen.push(`handled to ${next}`),
    gap: (_worker, offset) => seen.push(`gap before ${offset}`),
  };
  const lane = {
    open: () => Promise.resolve(void seen.push('open')),
    deliver: async (messages: readonly EncodedMessage[]) => {
      await doings.deliver();
      seen.push(`deliver ${messages.length}`);
    },
    close: () => Promise.resolve(void seen.push('close')),
  };
  return { worker: new PartitionWorker('t', 0, lane, host, before), seen, doings, membership };
}

describe('the worker of a partition', () => {
  it('says that messages are handled when they are, never before', async () => {
    const { worker, seen, doings } = start();
    const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
    doings.deliver = () => held;
    worker.begin(0);
    void worker.accept(records(0, 2));
    await waitUntil('it is open', () => seen.includes('open'));
    expect(seen).toEqual(['go on', 'open']);
    release(undefined);
    await waitUntil('it has finished', () => seen.length === 4);
    expect(seen).toEqual(['go on', 'open', 'deliver 3', 'handled to 3']);
  });

  it('passes by what is not for its consumer, without opening anything', async () => {
    const { worker, seen } = start();
    worker.begin(0);
    void worker.accept([record(0, 'clock.struck'), record(1, 'clock.struck')]);
    await waitUntil('it is through', () => seen.includes('handled to 2'));
    expect(seen).toEqual(['go on', 'handled to 2']);
  });

  it('opens nothing before its host says that it may, and asks again', async () => {
    const { worker, seen, doings } = start();
    let refusals = 2;
    doings.opening = () => (refusals-- > 0 ? Promise.reject(new Error('not yet')) : Promise.resolve());
    worker.begin(0);
    void worker.accept(records(0, 1));
    await waitUntil('it has finished', () => seen.includes('handled to 2'));
    expect(seen).toEqual(['go on', 'hold', 'open', 'deliver 2', 'handled to 2', 'go on']);
    expect(refusals).toBe(-1);
  });

  it('delivers again, and fetches nothing meanwhile, when the infrastructure fails', async () => {
    const { worker, seen, doings } = start();
    let failures = 3;
    doings.deliver = () => ((failures -= 1) >= 0 ? Promise.reject(new Error('away')) : Promise.resolve());
    worker.begin(0);
    void worker.accept(records(0, 1));
    await waitUntil('it is through', () => seen.includes('handled to 2'));
    expect(seen).toEqual(['go on', 'open', 'hold', 'deliver 2', 'handled to 2', 'go on']);
  });

  it('skips what it was given before, and asks when something is missing in between', () => {
    const { worker, seen } = start();
    worker.begin(3);
    void worker.accept(records(1, 4));
    expect(worker.position).toBe(5);
    void worker.accept(records(7, 9));
    expect(worker.position).toBe(5);
    expect(seen).toContain('gap before 7');
  });

  it('finishes what is in hand when its partition is taken away, and begins nothing more', async () => {
    const { worker, seen, doings } = start();
    const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
    let begun = 0;
    doings.deliver = () => ((begun += 1), held);
    worker.begin(0);
    void worker.accept(records(0, 99));
    await waitUntil('it has begun', () => begun === 1);
    const gone = worker.revoke();
    release(undefined);
    await gone;
    void worker.accept(records(100, 120));
    expect(begun).toBe(1);
    expect(seen).toEqual(['go on', 'open', 'deliver 50', 'handled to 50', 'close']);
  });

  it('begins nothing while its process may not act for the group, nor before its predecessor has ended', async () => {
    const { promise: before, resolve: ended } = Promise.withResolvers<undefined>();
    const { worker, seen, membership } = start({ joined: false, before: before.then(() => undefined) });
    worker.begin(0);
    void worker.accept(records(0, 0));
    membership.confirmed(true);
    await Promise.resolve();
    expect(seen).toEqual(['go on']);
    ended(undefined);
    await waitUntil('it is through', () => seen.includes('handled to 1'));
  });

  it('stops fetching while it has plenty, and goes on when half of it is done', async () => {
    const { worker, seen, doings } = start();
    const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
    doings.deliver = () => held;
    worker.begin(0);
    void worker.accept(records(0, 5_999));
    expect(seen).toEqual(['go on', 'hold']);
    release(undefined);
    await waitUntil('it is through', () => seen.includes('handled to 6000'));
    expect(seen.indexOf('go on', 1)).toBeLessThan(seen.indexOf('handled to 4000'));
  });

  it('counts what it is brought as in hand, also when that began amid records: it is not closed beside it', async () => {
    const { worker, seen, doings } = start();
    const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
    doings.deliver = () => held;
    worker.begin(0);
    void worker.accept(records(0, 2));
    await waitUntil('it is open', () => seen.includes('open'));
    worker.forgotten({ state: 'catching-up' });
    const { promise: bringing, resolve: brought } = Promise.withResolvers<undefined>();
    const catchingUp = worker.catchUp(async () => {
      seen.push('bringing');
      await bringing;
      seen.push('brought');
    });
    release(undefined);
    await waitUntil('it is being brought something', () => seen.includes('bringing'));
    const gone = worker.revoke();
    expect(worker.signal.aborted).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).not.toContain('close');
    brought(undefined);
    await Promise.all([gone, catchingUp]);
    expect(seen.slice(-4)).toEqual(['handled to 3', 'bringing', 'brought', 'close']);
  });

  it('has done nothing yet where it goes on elsewhere', async () => {
    const { worker, seen } = start();
    worker.begin(0);
    void worker.accept(records(0, 2));
    await waitUntil('it is through', () => seen.includes('handled to 3'));
    expect(worker.done).toBe(3);
    worker.begin(100);
    expect(worker.done).toBeUndefined();
  });
});
