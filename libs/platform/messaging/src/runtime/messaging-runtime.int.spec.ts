import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Databases, NoCrashPoints, registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import { Recovery } from '@platform/recovery';

import { LogHints } from '../log/log-hints.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { InProcessTransport } from '../transport/in-process.transport.js';
import type { Forgotten } from '../transport/transport.js';
import { HostedModules } from './hosted-modules.js';
import { MessagingRuntime } from './messaging-runtime.js';
import { Retention } from './retention.js';

registerModule('shop', { migrations: MESSAGING_MIGRATIONS });

describe('messaging of one process', () => {
  let databases: Databases;
  let close: () => Promise<void>;
  let runtime: MessagingRuntime;
  let recovery: Recovery;
  const waiting: string[] = [];
  const forgotten: Forgotten[] = [];

  beforeEach(async () => {
    ({ databases, close } = await openTestDatabases(['shop']));
    waiting.splice(0);
    forgotten.splice(0);
    recovery = new Recovery(60_000);
    const transport = Object.assign(new InProcessTransport(), {
      ...{ waiting: () => waiting, forgotten: () => forgotten },
    });
    const [hosted, hints] = [new HostedModules(), new LogHints()];
    hosted.add('shop');
    runtime = new MessagingRuntime(
      ...([databases, hosted, hints, { transport }, new NoCrashPoints(), new Retention(), recovery] as const),
    );
  });
  afterEach(async () => {
    await runtime.stop();
    await close();
  });

  const handlers = new Map();
  const consumer = { name: 'shop.prices', module: 'shop', handlers };

  it('receives for a module when every consumer of it does, and not before it was started', async () => {
    await runtime.prepare();
    expect(runtime.receivesSince('shop')).toBeUndefined();
    waiting.push(consumer.name);
    await runtime.start([consumer]);
    expect(runtime.receivesSince('shop')).toBeUndefined();
    waiting.splice(0);
    expect(runtime.receivesSince('shop')).toEqual(expect.any(Number));
    await runtime.stop();
    expect(runtime.receivesSince('shop')).toBeUndefined();
  });

  it('does not receive for a module while a lane of it is brought what it lacks, unless nobody has that', async () => {
    const lane = { consumer: consumer.name, lane: 'd.shop.events/0' };
    forgotten.push({ ...lane, state: 'catching-up' });
    await runtime.start([consumer]);
    expect(runtime.receivesSince('shop')).toBeUndefined();
    forgotten[0] = { ...lane, state: 'waiting', reason: 'the Event Store is away' };
    expect(runtime.receivesSince('shop')).toBeUndefined();
    forgotten[0] = { ...lane, state: 'none', reason: 'it is gone' };
    expect(runtime.receivesSince('shop')).toEqual(expect.any(Number));
  });

  it('waits for no lease any more when it is stopped', async () => {
    await databases.close();
    await runtime.prepare();
    const stopping = new AbortController();
    const finished = recovery.finish(stopping.signal).catch(() => undefined);
    const leases = async () => (await recovery.view()).parts[0]?.pending;
    expect(await leases()).toBe(1);
    await runtime.stop();
    expect(await leases()).toBe(0);
    stopping.abort();
    await finished;
  });
});
