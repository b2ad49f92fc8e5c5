import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';

import type { Databases } from './databases.js';
import { codeOf, isInfrastructureError, OutsideUnitOfWorkError, UnitOfWorkMisuseError } from './errors.js';
import { registerModule, schemaOf } from './module-registry.js';
import { openTestDatabases } from './testing/open-test-databases.js';
import type { UnitOfWork } from './unit-of-work.js';

class CreateNotes1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE ${schemaOf(runner)}.note (id int PRIMARY KEY, body text NOT NULL)`);
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.note`);
  }
}
for (const name of ['alpha', 'beta']) registerModule(name, { migrations: [CreateNotes1767225600000] });

describe('unit of work', () => {
  let databases: Databases;
  let url: string;
  let close: () => Promise<void>;
  let alpha: UnitOfWork;
  let beta: UnitOfWork;
  const insert = (unit: UnitOfWork, id: number) =>
    unit.query(`INSERT INTO ${unit.schema}.note VALUES ($1, 'x')`, [id]);
  const ids = async (unit: UnitOfWork) =>
    (await unit.read(() => unit.query<{ id: number }>(`SELECT id FROM ${unit.schema}.note ORDER BY id`))).map(
      ({ id }) => id,
    );

  beforeAll(async () => {
    ({ databases, url, close } = await openTestDatabases(['alpha', 'beta']));
    alpha = databases.unitOfWork('alpha');
    beta = databases.unitOfWork('beta');
  });
  beforeEach(async () => {
    for (const unit of [alpha, beta]) await unit.run(() => unit.query(`DELETE FROM ${unit.schema}.note`));
  });
  afterAll(() => close());

  it('commits one transaction over several modules, or nothing', async () => {
    await alpha.run(async () => {
      await insert(alpha, 1);
      await beta.run(() => insert(beta, 1));
      await insert(alpha, 2);
    });
    await expect(
      alpha.run(async () => {
        await insert(alpha, 3);
        await beta.run(() => insert(beta, 3));
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect([await ids(alpha), await ids(beta)]).toEqual([[1, 2], [1]]);
  });

  it("denies a module another module's tables, alone and inside a shared transaction", async () => {
    const trespass = () => alpha.query('SELECT * FROM beta.note');
    await expect(alpha.run(trespass)).rejects.toMatchObject({ code: '42501' });
    await expect(
      beta.run(async () => {
        await insert(beta, 1);
        await alpha.run(trespass);
      }),
    ).rejects.toMatchObject({ code: '42501' });
    expect(await ids(beta)).toEqual([]);
  });

  it('restores the role of the caller after a joined unit returned or threw', async () => {
    const role = async (unit: UnitOfWork) =>
      (await unit.query<{ role: string }>('SELECT current_user AS role'))[0]?.role;
    await alpha.run(async () => {
      expect(await beta.run(() => role(beta))).toBe('whereabouts_beta');
      expect(await role(alpha)).toBe('whereabouts_alpha');
      await beta.run(() => Promise.reject(new Error('refused'))).catch(() => undefined);
      expect(await role(alpha)).toBe('whereabouts_alpha');
    });
  });

  it('restores the role also for an entity manager that was taken before the joined unit', async () => {
    await alpha.run(async () => {
      const manager = alpha.entities;
      await beta.run(() => insert(beta, 1));
      expect(await manager.query('SELECT current_user AS role')).toEqual([{ role: 'whereabouts_alpha' }]);
    });
  });

  it('forgets the role of a joined unit together with the savepoint that it failed in', async () => {
    await alpha.run(async () => {
      await alpha
        .savepoint(async () => {
          await beta.run(() => insert(beta, 1));
          throw new Error('refused');
        })
        .catch(() => undefined);
      await insert(alpha, 1);
      await beta.run(() => insert(beta, 2));
    });
    expect([await ids(alpha), await ids(beta)]).toEqual([[1], [2]]);
  });

  it('refuses reads and writes outside a unit, and writes in a read-only one', async () => {
    await expect(insert(alpha, 1)).rejects.toThrow(OutsideUnitOfWorkError);
    await expect(beta.run(() => insert(alpha, 1))).rejects.toThrow(OutsideUnitOfWorkError);
    await expect(alpha.read(() => insert(alpha, 1))).rejects.toMatchObject({ code: '25006' });
    await expect(alpha.read(() => alpha.run(() => insert(alpha, 1)))).rejects.toThrow(UnitOfWorkMisuseError);
  });

  it('refuses two participants at once, and commits nothing of them', async () => {
    await expect(
      alpha.run(() => Promise.all([beta.run(() => insert(beta, 1)), beta.run(() => insert(beta, 2))])),
    ).rejects.toThrow(UnitOfWorkMisuseError);
    expect(await ids(beta)).toEqual([]);
  });

  it('refuses to commit when a failed statement was swallowed', async () => {
    await expect(
      alpha.run(async () => {
        await insert(alpha, 1);
        await insert(alpha, 1).catch(() => undefined);
      }),
    ).rejects.toThrow(UnitOfWorkMisuseError);
    expect(await ids(alpha)).toEqual([]);
  });

  it('runs a deadlocked unit again from its start', async () => {
    await alpha.run(async () => {
      await insert(alpha, 1);
      await insert(alpha, 2);
    });
    let attempts = 0;
    let arrived = 0;
    let bothLocked: () => void = () => undefined;
    const barrier = new Promise<void>((resolve) => (bothLocked = resolve));
    const touch = (first: number, second: number) =>
      alpha.run(async () => {
        attempts += 1;
        await alpha.query(`UPDATE alpha.note SET body = body || 'y' WHERE id = $1`, [first]);
        if (++arrived >= 2) bothLocked();
        await barrier;
        await alpha.query(`UPDATE alpha.note SET body = body || 'y' WHERE id = $1`, [second]);
      });
    await Promise.all([touch(1, 2), touch(2, 1)]);
    expect(attempts).toBeGreaterThan(2);
    const rows = await alpha.read(() => alpha.query<{ body: string }>('SELECT body FROM alpha.note'));
    expect(rows.map(({ body }) => body)).toEqual(['xyy', 'xyy']);
  });

  it('keeps what was written apart when the unit around it rolls back', async () => {
    await alpha
      .run(async () => {
        await insert(alpha, 1);
        await alpha.apart(() => insert(alpha, 2));
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    expect(await ids(alpha)).toEqual([2]);
  });

  it('flushes deferred items once per module in name order before the commit, and forgets those of a failed savepoint', async () => {
    const flushed: string[] = [];
    const defer = (unit: UnitOfWork, item: number) =>
      unit.beforeCommit('numbers', item, async (items) => {
        flushed.push(`${unit.module}:${items.join('+')}`);
        await insert(unit, items[0] ?? 0);
      });
    await beta.run(async () => {
      defer(beta, 1);
      await alpha.run(async () => {
        await Promise.resolve();
        defer(alpha, 2);
      });
      await beta
        .savepoint(async () => {
          defer(beta, 3);
          await insert(beta, 9);
          await insert(beta, 9);
        })
        .catch((error: unknown) => expect(codeOf(error)).toBe('23505'));
      defer(beta, 4);
    });
    expect(flushed).toEqual(['alpha:2', 'beta:1+4']);
    expect([await ids(alpha), await ids(beta)]).toEqual([[2], [1]]);
  });

  describe('what is written without waiting', () => {
    const insertSql = (unit: UnitOfWork) => `INSERT INTO ${unit.schema}.note VALUES ($1, 'x') RETURNING id`;
    const write = (unit: UnitOfWork, id: number) => {
      unit.write(insertSql(unit), [id]);
    };

    it('is carried out in the order it was sent, each as its own module', async () => {
      await alpha.run(async () => {
        write(alpha, 1);
        await beta.run(() => {
          write(beta, 1);
          return Promise.resolve();
        });
        expect(await alpha.query('SELECT id FROM alpha.note')).toEqual([{ id: 1 }]);
        write(alpha, 2);
      });
      expect([await ids(alpha), await ids(beta)]).toEqual([[1, 2], [1]]);
    });

    it('fails the unit before it commits, with its own error and not with those it brings about', async () => {
      const doubled = () => {
        write(alpha, 1);
        write(alpha, 1);
        return Promise.resolve();
      };
      await expect(alpha.run(doubled)).rejects.toMatchObject({ code: '23505' });
      const answered = alpha.run(async () => {
        await doubled();
        await alpha.query('SELECT id FROM alpha.note');
      });
      await expect(answered).rejects.toMatchObject({ code: '23505' });
      expect(await ids(alpha)).toEqual([]);
    });

    it('fails the unit when its rows are not what they have to be, by the time a later statement is answered', async () => {
      const reached: string[] = [];
      const unit = alpha.run(async () => {
        alpha.write(insertSql(alpha), [1], (rows) => {
          expect(rows).toEqual([{ id: 1 }]);
          throw new Error('not as expected');
        });
        reached.push('written');
        await alpha.query('SELECT');
        reached.push('answered');
      });
      await expect(unit).rejects.toThrow('not as expected');
      expect(reached).toEqual(['written']);
      expect(await ids(alpha)).toEqual([]);
    });

    it('is looked at at the end of its savepoint, and undone with it', async () => {
      const failures: unknown[] = [];
      await alpha.run(async () => {
        write(alpha, 1);
        const inner = alpha.savepoint(() => {
          write(alpha, 2);
          write(alpha, 1);
          return Promise.resolve();
        });
        await inner.catch((error: unknown) => failures.push(codeOf(error)));
        write(alpha, 3);
      });
      expect(failures).toEqual(['23505']);
      expect(await ids(alpha)).toEqual([1, 3]);
    });

    it('is not undone by a savepoint that comes after it, nor forgotten with one', async () => {
      const unit = alpha.run(async () => {
        alpha.write(insertSql(alpha), [1], () => {
          throw new Error('not as expected');
        });
        await alpha.savepoint(() => Promise.reject(new Error('refused'))).catch(() => undefined);
      });
      await expect(unit).rejects.toThrow('not as expected');
      expect(await ids(alpha)).toEqual([]);
    });

    it('is told again when it was told and nobody listened', async () => {
      const unit = alpha.run(async () => {
        write(alpha, 1);
        write(alpha, 1);
        await alpha.settled().catch(() => undefined);
        await alpha.settled();
      });
      await expect(unit).rejects.toMatchObject({ code: '23505' });
    });

    it('decides on a retry also when the work gave up for a reason of its own before the answer came', async () => {
      let attempts = 0;
      await alpha.run(() => {
        attempts += 1;
        if (attempts > 1) return Promise.resolve();
        alpha.write(`DO $$ BEGIN RAISE serialization_failure; END $$`, []);
        return Promise.reject(new Error('gave up'));
      });
      expect(attempts).toBe(2);
    });

    it('is undone with the inner of two savepoints, and the outer one goes on', async () => {
      await alpha.run(async () => {
        await alpha.savepoint(async () => {
          write(alpha, 1);
          await alpha
            .savepoint(() => {
              write(alpha, 2);
              write(alpha, 2);
              return Promise.resolve();
            })
            .catch((error: unknown) => expect(codeOf(error)).toBe('23505'));
          write(alpha, 3);
        });
      });
      expect(await ids(alpha)).toEqual([1, 3]);
    });

    it('is begun again with its unit after a deadlock', async () => {
      await alpha.run(async () => {
        await insert(alpha, 1);
        await insert(alpha, 2);
      });
      let attempts = 0;
      let arrived = 0;
      const bothLocked = Promise.withResolvers<undefined>();
      const touch = (first: number, second: number) =>
        alpha.run(async () => {
          attempts += 1;
          const touchSql = `UPDATE alpha.note SET body = body || 'y' WHERE id = $1`;
          await alpha.query(touchSql, [first]);
          if (++arrived >= 2) bothLocked.resolve(undefined);
          await bothLocked.promise;
          alpha.write(touchSql, [second]);
        });
      await Promise.all([touch(1, 2), touch(2, 1)]);
      expect(attempts).toBeGreaterThan(2);
      const rows = await alpha.read(() => alpha.query<{ body: string }>('SELECT body FROM alpha.note'));
      expect(rows.map(({ body }) => body)).toEqual(['xyy', 'xyy']);
    });

    it('settles when asked', async () => {
      await alpha
        .run(async () => {
          write(alpha, 1);
          await alpha.settled();
          write(alpha, 1);
          await expect(alpha.settled()).rejects.toMatchObject({ code: '23505' });
        })
        .catch(() => undefined);
      expect(await ids(alpha)).toEqual([]);
    });
  });

  it('does what a flush gives back when every module has flushed', async () => {
    const order: string[] = [];
    const defer = (unit: UnitOfWork) =>
      unit.beforeCommit('numbers', 1, () => {
        order.push(`${unit.module} sends`);
        return Promise.resolve(async () => {
          order.push(`${unit.module} follows`);
          await insert(unit, 1);
        });
      });
    await beta.run(async () => {
      defer(beta);
      await alpha.run(() => {
        defer(alpha);
        return Promise.resolve();
      });
    });
    expect(order).toEqual(['alpha sends', 'beta sends', 'alpha follows', 'beta follows']);
    expect([await ids(alpha), await ids(beta)]).toEqual([[1], [1]]);
  });

  it('calls after-commit hooks only when the commit is certain', async () => {
    const called: string[] = [];
    await alpha.run(async () => {
      alpha.afterCommit(() => called.push('committed'));
      await insert(alpha, 1);
      expect(called).toEqual([]);
    });
    await alpha
      .run(() => {
        alpha.afterCommit(() => called.push('never'));
        return Promise.reject(new Error('no'));
      })
      .catch(() => undefined);
    expect(called).toEqual(['committed']);
  });

  it('calls the hooks of a transaction of its own outside the one around it', async () => {
    let later: Promise<void> | undefined;
    await expect(
      alpha.run(async () => {
        await alpha.apart(async () => {
          await insert(alpha, 1);
          alpha.afterCommit(() => {
            later = alpha.run(async () => {
              await insert(alpha, 2);
            });
          });
        });
        await later;
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    expect(await ids(alpha)).toEqual([1, 2]);
  });

  it('serves again after the server ended its connections', async () => {
    const administrator = new Client({ connectionString: url });
    await administrator.connect();
    const interrupted = alpha
      .run(async () => {
        const [session] = await alpha.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        await administrator.query('SELECT pg_terminate_backend($1)', [session?.pid]);
        await insert(alpha, 6);
      })
      .finally(() => administrator.end());
    await expect(interrupted.catch((error: unknown) => isInfrastructureError(error))).resolves.toBe(true);
    await alpha.run(() => insert(alpha, 7));
    expect(await ids(alpha)).toEqual([7]);
  });
});
