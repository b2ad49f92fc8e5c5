import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { registerModule, schemaOf, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Reply, reply } from '../endpoint/reply.js';
import { problem } from '../problems/problem.js';
import { IdempotencyModule } from './idempotency.module.js';
import { IdempotencyPurge } from './idempotency-purge.js';
import { IdempotencyStore } from './idempotency-store.js';
import { Idempotent } from './idempotent.js';
import { fingerprintOf } from './scope.js';

class CreateEffects1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE ${schemaOf(runner)}.effect (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)`,
    );
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.effect`);
  }
}
registerModule('shop', { migrations: [CreateEffects1767225600000] });
IdempotencyModule.forModule({ name: 'shop' });

const scope = { method: 'POST', path: '/orders', key: 'k1' };
const request = { method: 'POST', path: '/orders', idempotencyKey: 'k1' };

describe('idempotency keys', () => {
  let unit: UnitOfWork;
  let store: IdempotencyStore;
  let idempotent: Idempotent;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const opened = await openTestDatabases(['shop']);
    close = opened.close;
    unit = opened.databases.unitOfWork('shop');
    store = new IdempotencyStore(unit);
    idempotent = new Idempotent(unit, store);
  });
  afterAll(() => close());
  beforeEach(() => unit.run(() => unit.query('TRUNCATE shop.effect, shop.idempotency_key')));

  const effect = async (): Promise<Reply> => {
    const [row] = await unit.query<{ id: number }>('INSERT INTO shop.effect DEFAULT VALUES RETURNING id');
    return reply(
      201,
      { id: row?.id, nested: { b: 1, a: 2 } },
      { location: `/orders/${row?.id ?? ''}`, etag: 1 },
    );
  };
  const effects = async () => (await unit.read(() => unit.query('SELECT id FROM shop.effect'))).length;
  const keys = async () =>
    (await unit.read(() => unit.query('SELECT scope FROM shop.idempotency_key'))).length;

  it('give a retry the first answer, status, headers and body, without doing it again', async () => {
    const first = await idempotent.run(request, { a: 1 }, effect);
    const retry = await idempotent.run(request, { a: 1 }, effect);
    expect(JSON.stringify(retry)).toBe(JSON.stringify(first));
    expect(retry).toEqual(first);
    expect(await effects()).toBe(1);
  });

  it('replay an answer without a body', async () => {
    await idempotent.run(request, undefined, () => Promise.resolve(reply(204)));
    expect(await idempotent.run(request, undefined, effect)).toEqual(reply(204));
  });

  it('refuse another body under the same key', async () => {
    await idempotent.run(request, { a: 1 }, effect);
    await expect(idempotent.run(request, { a: 2 }, effect)).rejects.toMatchObject({
      type: 'idempotency-key-reused',
      status: 422,
    });
  });

  it('are scoped by method, path and key', async () => {
    await idempotent.run(request, {}, effect);
    await idempotent.run({ ...request, path: '/orders/2' }, {}, effect);
    await idempotent.run({ ...request, method: 'PATCH' }, {}, effect);
    await idempotent.run({ ...request, idempotencyKey: 'k2' }, {}, effect);
    expect(await effects()).toBe(4);
  });

  it('do nothing when none is sent', async () => {
    await idempotent.run({ ...request, idempotencyKey: undefined }, {}, effect);
    await idempotent.run({ ...request, idempotencyKey: undefined }, {}, effect);
    expect([await effects(), await keys()]).toEqual([2, 0]);
  });

  it('make racing requests wait for each other: one effect, one answer', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => idempotent.run(request, {}, effect)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await effects()).toBe(1);
  });

  it('let the second do the work when the first one rolled back', async () => {
    const entered = Promise.withResolvers<undefined>();
    const fail = Promise.withResolvers<undefined>();
    const first = idempotent.run(request, {}, async () => {
      await effect();
      entered.resolve(undefined);
      await fail.promise;
      throw new Error('crashed');
    });
    await entered.promise;
    const second = idempotent.run(request, {}, effect);
    fail.resolve(undefined);
    await expect(first).rejects.toThrow('crashed');
    expect((await second).status).toBe(201);
    expect(await effects()).toBe(1);
  });

  it('do not store refusals, thrown or returned', async () => {
    await expect(
      idempotent.run(request, {}, () => Promise.reject(problem('conflict', 'Not now.'))),
    ).rejects.toMatchObject({ status: 409 });
    expect((await idempotent.run(request, {}, () => Promise.resolve(reply(409, {})))).status).toBe(409);
    expect(await keys()).toBe(0);
    expect((await idempotent.run(request, {}, effect)).status).toBe(201);
  });

  it('remember a resource whose answer is decided later, and let the first decision count', async () => {
    const body = fingerprintOf({ payment: 'card' });
    expect(await unit.run(() => store.claim(scope, body, 'order-7'))).toEqual({ state: 'new' });
    expect(await unit.run(() => store.claim(scope, body))).toEqual({
      state: 'existing',
      resourceId: 'order-7',
      answer: undefined,
    });
    const decided = reply(201, { status: 'approved' }, { location: '/orders/7' });
    expect(await unit.run(() => store.complete(scope, decided))).toEqual(decided);
    expect(await unit.run(() => store.complete(scope, reply(201, { status: 'delivered' })))).toEqual(decided);
    expect(await unit.run(() => store.claim(scope, body))).toEqual({
      state: 'existing',
      resourceId: 'order-7',
      answer: decided,
    });
  });

  it('are taken, too, when the one that took them before gives them back at that moment', async () => {
    await unit.run(() => store.claim(scope, 'fp'));
    let givenBack = false;
    const query = unit.query.bind(unit);
    const looking = jest.spyOn(unit, 'query').mockImplementation(async (sql, values) => {
      if (sql.startsWith('SELECT fingerprint') && !givenBack) {
        givenBack = true;
        await unit.apart(() => query('DELETE FROM shop.idempotency_key'));
      }
      return query(sql, values);
    });
    const claim = await unit.run(() => store.claim(scope, 'fp'));
    looking.mockRestore();
    expect([claim, await keys()]).toEqual([{ state: 'new' }, 1]);
  });

  it('are deleted after a week, not before', async () => {
    const purge = new IdempotencyPurge(unit, store);
    await idempotent.run(request, {}, effect);
    await idempotent.run({ ...request, idempotencyKey: 'old' }, {}, effect);
    await unit.run(() =>
      unit.query(
        `UPDATE shop.idempotency_key SET created_at = now() - interval '8 days' WHERE scope LIKE '% old'`,
      ),
    );
    await purge.purge();
    expect(await keys()).toBe(1);
    expect(
      (await unit.read(() => unit.query<{ scope: string }>('SELECT scope FROM shop.idempotency_key')))[0]
        ?.scope,
    ).toBe('POST /orders k1');
  });
});
