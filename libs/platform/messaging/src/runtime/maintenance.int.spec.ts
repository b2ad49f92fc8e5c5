import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Databases, registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { HostedModules } from './hosted-modules.js';
import { Maintenance } from './maintenance.js';
import { Retention } from './retention.js';

registerModule('kept', { migrations: MESSAGING_MIGRATIONS });
const THREE_DAYS = 3;

describe('maintenance', () => {
  let databases: Databases;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['kept']));
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
