import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Databases, registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import { marksPurged } from '../delivery/purge-inbox.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { MessagingHarness } from '../testing/messaging-harness.js';
import { InProcessTransport } from '../transport/in-process.transport.js';
import type { MessageTransport } from '../transport/transport.js';
import { HostedModules } from './hosted-modules.js';
import { Maintenance } from './maintenance.js';
import { Retention } from './retention.js';

registerModule('kept', { migrations: MESSAGING_MIGRATIONS });
registerModule('told', { migrations: MESSAGING_MIGRATIONS });
registerModule('swept', { migrations: MESSAGING_MIGRATIONS });
const THREE_DAYS = 3;

describe('maintenance', () => {
  let databases: Databases;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['kept', 'told', 'swept']));
  });
  afterAll(() => close());

  function maintenance(retention: Retention): Maintenance {
    const hosted = new HostedModules();
    hosted.add('kept');
    return new Maintenance(databases, hosted, () => [], retention, THREE_DAYS);
  }
  const rows = async (table: string) => {
    const unit = databases.unitOfWork('kept');
    const [row] = await unit.read(() =>
      unit.query<{ rows: number }>(`SELECT count(*)::int AS rows FROM kept.${table}`),
    );
    return row?.rows;
  };

  it('sweeps what messaging itself no longer needs, inbox marks and heads of ended streams', async () => {
    const unit = databases.unitOfWork('kept');
    await unit.run(async () => {
      await unit.query(`INSERT INTO kept.inbox SELECT 'c', 'm', 'events', n::text, 1, 1, current_date - n
        FROM generate_series(1, 5) AS n`);
      await unit.query(
        `INSERT INTO kept.stream_head SELECT n::text, 1, 1, 1, current_date - n FROM generate_series(1, 5) AS n`,
      );
    });
    await maintenance(new Retention()).sweep();
    expect([await rows('inbox'), await rows('stream_head')]).toEqual([THREE_DAYS + 2, THREE_DAYS]);
  });

  /** The first round of a process with this transport. */
  async function sweepWith(transport: MessageTransport): Promise<void> {
    const rounds = jest.spyOn(Maintenance.prototype, 'start').mockImplementation(function (
      this: Maintenance,
    ) {
      round = this.sweep();
    });
    let round: Promise<void> | undefined;
    const harness = new MessagingHarness(databases, ['swept'], { transport, retentionDays: THREE_DAYS });
    await harness.start();
    await round;
    await harness.stop();
    rounds.mockRestore();
  }
  const untouched = async () => {
    const unit = databases.unitOfWork('swept');
    await unit.run(() =>
      unit.query(`INSERT INTO swept.inbox SELECT 'c', 'm', channel, 's', 1, 1, current_date - 400
        FROM unnest(ARRAY['events', 'commands', 'replies']) AS channel`),
    );
    return {
      channels: () => unit.read(() => unit.query(`SELECT channel FROM swept.inbox`)),
      purged: () => marksPurged(unit, 'c', 'm'),
    };
  };

  it('keeps the inbox marks of events where an archive could bring again what they say was handled', async () => {
    const { channels, purged } = await untouched();
    await sweepWith(Object.assign(new InProcessTransport(), { refills: true }));
    expect(await channels()).toEqual([{ channel: 'events' }]);
    expect(await purged()).toBeUndefined();
  });

  it('notes from which day on marks of events are all there, for an archive that there may be some day', async () => {
    await databases
      .unitOfWork('swept')
      .run(() => databases.unitOfWork('swept').query(`DELETE FROM swept.inbox`));
    const { channels, purged } = await untouched();
    await sweepWith(new InProcessTransport());
    expect(await channels()).toEqual([]);
    const days = (Date.now() - ((await purged())?.getTime() ?? 0)) / (24 * 60 * 60 * 1_000);
    expect(days).toBeGreaterThan(THREE_DAYS);
    expect(days).toBeLessThan(THREE_DAYS + 3);
  });

  it('keeps inbox marks for longer than the broker has messages, which it removes by whole days', async () => {
    const unit = databases.unitOfWork('swept');
    await unit.run(async () => {
      await unit.query(`DELETE FROM swept.inbox`);
      await unit.query(`INSERT INTO swept.inbox SELECT 'c', 'm', 'commands', age::text, 1, 1, current_date - age
        FROM unnest(ARRAY[3, 4, 5, 6]) AS age`);
    });
    await sweepWith(new InProcessTransport());
    const left = await unit.read(() => unit.query<{ id: string }>(`SELECT stream_id AS id FROM swept.inbox`));
    expect(left.map(({ id }) => id).sort()).toEqual(['3', '4', '5']);
  });

  it('removes nothing before the transport has its outlets: what they are still to pass would look passed', async () => {
    const seen: string[] = [];
    const rounds = jest
      .spyOn(Maintenance.prototype, 'start')
      .mockImplementation(() => void seen.push('rounds begin'));
    const transport = new InProcessTransport();
    const start = jest.spyOn(transport, 'start').mockImplementation(() => {
      seen.push('transport starts');
      return Promise.resolve();
    });
    const harness = new MessagingHarness(databases, ['swept'], { transport });
    await harness.runtime.prepare();
    expect(seen).toEqual([]);
    await harness.start();
    expect(seen).toEqual(['transport starts', 'rounds begin']);
    start.mockRestore();
    rounds.mockRestore();
    await harness.stop();
  });

  it('removes nothing of a log that is kept for good, and has no partitions made for it', async () => {
    const hosted = new HostedModules();
    hosted.add('told');
    hosted.keepLogOf('told');
    const unit = databases.unitOfWork('told');
    await unit.run(() =>
      unit.query(
        `WITH head AS (INSERT INTO told.stream_head SELECT 'old', 1, 1, 1, current_date - 400)
         INSERT INTO told.event (event_id, recorded_at, recorded_on, stream_id, version, ord, type, schema_version, channel, data, meta)
         SELECT gen_random_uuid(), day, day, 'old', 1, 1, 'told.it', 1, 'events', '{}', '{}'
           FROM (SELECT current_date - 400 AS day)`,
      ),
    );
    const keeping = new Maintenance(databases, hosted, () => [], new Retention(), THREE_DAYS);
    await keeping.prepare();
    keeping.start();
    await keeping.sweep();
    await keeping.stop();
    const [left] = await unit.read(() =>
      unit.query(
        `SELECT (SELECT count(*)::int FROM told.event) AS events, (SELECT count(*)::int FROM told.stream_head) AS heads,
                (SELECT count(*)::int FROM pg_inherits WHERE inhparent = 'told.event'::regclass) AS partitions`,
      ),
    );
    expect(left).toEqual({ events: 1, heads: 1, partitions: 1 });
  });

  it('has modules sweep their own tables, one that fails not keeping the others from it', async () => {
    const asked: number[] = [];
    const retention = new Retention();
    retention.add('kept', () => Promise.reject(new Error('the broom is broken')));
    retention.add('kept', (days) => Promise.resolve(asked.push(days)));
    retention.add('hosted-elsewhere', (days) => Promise.resolve(asked.push(-days)));
    await maintenance(retention).sweep();
    expect(asked).toEqual([THREE_DAYS]);
  });

  it('begins no sweep once it was stopped, and waits for none', async () => {
    const asked: number[] = [];
    const retention = new Retention();
    retention.add('kept', (days) => Promise.resolve(asked.push(days)));
    const stopped = maintenance(retention);
    await stopped.prepare();
    stopped.start();
    await stopped.stop();
    await stopped.sweep();
    expect(asked).toEqual([]);
  });
});
