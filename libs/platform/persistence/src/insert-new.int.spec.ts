import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

import type { Databases } from './databases.js';
import { insertNew } from './insert-new.js';
import { registerModule, schemaOf } from './module-registry.js';
import { openTestDatabases } from './testing/open-test-databases.js';

@Entity({ schema: 'counters', name: 'counter' })
class CounterEntity {
  @PrimaryColumn('text', { name: 'counter_name' })
  name!: string;

  @Column('integer')
  total!: number;
}

class CreateCounters1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE ${schemaOf(runner)}.counter (counter_name text PRIMARY KEY, total int NOT NULL)`,
    );
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.counter`);
  }
}
registerModule('counters', { entities: [CounterEntity], migrations: [CreateCounters1767225600000] });

describe('inserting what was not found', () => {
  let databases: Databases;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['counters']));
  });
  afterAll(() => close());

  /** Reads, then writes what it has read and one more. */
  const countUp = (name: string) => {
    const unit = databases.unitOfWork('counters');
    return unit.run(async () => {
      const found = await unit.entities.findOne(CounterEntity, {
        where: { name },
        lock: { mode: 'pessimistic_write' },
      });
      if (found) await unit.entities.update(CounterEntity, { name }, { total: found.total + 1 });
      else await insertNew(unit.entities, CounterEntity, [{ name, total: 1 }]);
    });
  };

  it.each([1, 2, 3])('runs again those units that another was faster than, round %i', async (round) => {
    const name = `round ${round}`;
    await Promise.all(Array.from({ length: 6 }, () => countUp(name)));
    const unit = databases.unitOfWork('counters');
    const counter = await unit.read(() => unit.entities.findOneByOrFail(CounterEntity, { name }));
    expect(counter.total).toBe(6);
  });

  it('does nothing without rows', async () => {
    const unit = databases.unitOfWork('counters');
    await expect(unit.run(() => insertNew(unit.entities, CounterEntity, []))).resolves.toBeUndefined();
  });
});
