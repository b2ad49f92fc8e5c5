import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Databases, registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { HostedModules } from './hosted-modules.js';
import { Maintenance } from './maintenance.js';
import { Retention } from './retention.js';

registerModule('kept', { migrations: MESSAGING_MIGRATIONS });
registerModule('told', { migrations: MESSAGING_MIGRATIONS });
const THREE_DAYS = 3;

describe('maintenance', () => {
  let databases: Databases;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['kept', 'told']));
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
    expect([await rows('inbox'), await rows('stream_head')]).toEqual([THREE_DAYS, THREE_DAYS]);
  });

  it('keeps the inbox marks of events where an archive could bring again what they say was handled', async () => {
    const unit = databases.unitOfWork('told');
    await unit.run(() =>
      unit.query(`INSERT INTO told.inbox SELECT 'c', 'm', channel, 's', 1, 1, current_date - 400
        FROM unnest(ARRAY['events', 'commands', 'replies']) AS channel`),
    );
    const hosted = new HostedModules();
    hosted.add('told');
    await new Maintenance(databases, hosted, () => [], new Retention(), THREE_DAYS, true).sweep();
    expect(await unit.read(() => unit.query(`SELECT channel FROM told.inbox`))).toEqual([
      { channel: 'events' },
    ]);
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
    await keeping.start();
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
    await stopped.start();
    await stopped.stop();
    await stopped.sweep();
    expect(asked).toEqual([]);
  });
});
