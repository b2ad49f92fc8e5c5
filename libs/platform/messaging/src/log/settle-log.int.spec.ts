import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Databases, registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import { z } from 'zod';

import { defineEvent } from '../envelope/define-message.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { MessagingHarness } from '../testing/messaging-harness.js';
import { waitUntil } from '../testing/wait-until.js';
import { dropPassed, ensurePartitions } from './partitions.js';
import { RestoredLog } from '../restored/restored-log.js';
import { settleLog } from './settle-log.js';

for (const module of ['settled', 'heard']) registerModule(module, { migrations: MESSAGING_MIGRATIONS });
const Said = defineEvent('settled.said', 1, z.object({ n: z.number() }));
const FAR_ABOVE_ANY_XID = 10 ** 12;

describe('a log that is settled in other surroundings', () => {
  let databases: Databases;
  let close: () => Promise<void>;
  let unit: UnitOfWork;
  let process: MessagingHarness | undefined;

  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['settled', 'heard']));
    unit = databases.unitOfWork('settled');
  });
  afterEach(() => process?.stop());
  afterAll(() => close());

  /** A process whose one consumer has this name; what it hears is given back. */
  async function start(consumer: string): Promise<number[]> {
    const heard: number[] = [];
    const hear = ({ data }: { data: unknown }) => {
      heard.push((data as { n: number }).n);
      return Promise.resolve();
    };
    process = new MessagingHarness(databases, ['settled', 'heard'], { owner: consumer });
    await process.start({ name: consumer, module: 'heard', handlers: new Map([[Said.type, hear]]) });
    return heard;
  }
  const say = (n: number) =>
    unit.run(() => {
      new MessagingHarness(databases, ['settled'])
        .log('settled')
        .append('settled-1', [{ type: Said.type, data: { n } }]);
      return Promise.resolve();
    });

  it('gives a consumer it has never seen what comes from then on, and nothing that came before', async () => {
    const before = await start('heard.before');
    await say(1);
    await waitUntil('it was heard', () => before.length === 1);
    await process?.stop();

    await settleLog(unit);
    await settleLog(unit);
    await say(2);
    const after = await start('heard.after');
    await waitUntil('the next one was heard', () => after.length > 0);
    expect(after).toEqual([2]);
    await waitUntil('nothing is left', async () => process?.lag.isQuiet() ?? false);
  });

  it('gives nothing twice to a consumer that it has seen, and waits for no lease of a process that is gone', async () => {
    await start('heard.before');
    await process?.stop();
    await unit.run(async () => {
      await unit.query(
        `UPDATE settled.relay_lease SET owner = 'gone', expires_at = now() + interval '1 day'`,
      );
      await unit.query(`UPDATE settled.reader_cursor SET ord = 0, position = 0`);
    });
    await settleLog(unit);
    await say(3);
    const heard = await start('heard.before');
    await waitUntil('it was heard', () => heard.length > 0);
    expect(heard).toEqual([3]);
  });

  it('writes what comes next behind all it holds, whatever server that was written on', async () => {
    await unit.run(async () => {
      await unit.query(`UPDATE settled.event SET ord = ord + $1`, [FAR_ABOVE_ANY_XID]);
      await unit.query(`UPDATE settled.stream_head SET ord = ord + $1`, [FAR_ABOVE_ANY_XID]);
      await unit.query(`UPDATE settled.log_base SET system_identifier = 1, server_started_at = '2020-01-01'`);
    });
    await settleLog(unit);
    const [highest] = await unit.read(() =>
      unit.query<{ base: number; ord: number }>(
        `SELECT base, (SELECT max(ord) FROM settled.event) AS ord FROM settled.log_base`,
      ),
    );
    expect(highest?.base).toBeGreaterThanOrEqual(highest?.ord ?? Infinity);
    expect(await new RestoredLog(unit).isDue()).toBe(false);
    const heard = await start('heard.elsewhere');
    await say(4);
    await waitUntil('it was heard', () => heard.length > 0);
    expect(heard).toEqual([4]);
  });

  it('waits with old days for no consumer that begins after them', async () => {
    await ensurePartitions(unit, '2020-01-01');
    await unit.run(() =>
      unit.query(
        `INSERT INTO settled.event (ord, version, recorded_at, event_id, recorded_on, schema_version, channel, stream_id, type, data, meta)
         VALUES (1, 1, '2020-01-01', gen_random_uuid(), '2020-01-01', 1, 'events', 'settled-0', $1, '{}', '{}')`,
        [Said.type],
      ),
    );
    await settleLog(unit);
    expect(await dropPassed(unit, ['heard.never-seen'], 7)).toContain('2020-01-01');
  });
});
