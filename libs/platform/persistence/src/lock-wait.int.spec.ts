import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';

import type { Databases } from './databases.js';
import { codeOf, isInfrastructureError } from './errors.js';
import { openTestDatabases } from './testing/index.js';
import type { UnitOfWork } from './unit-of-work.js';

let databases: Databases;
let unit: UnitOfWork;
let close: () => Promise<void>;
let rival: Client;

beforeAll(async () => {
  let url: string;
  ({ databases, url, close } = await openTestDatabases(['store'], { pool: 1 }));
  unit = databases.unitOfWork('store');
  await unit.run(async () => {
    await unit.query('CREATE TABLE store.item (id int PRIMARY KEY)');
    await unit.query('INSERT INTO store.item VALUES (1), (2)');
  });
  rival = new Client({ connectionString: url });
  await rival.connect();
});
afterAll(async () => {
  await rival.end();
  await close();
});

const session = async () => (await unit.run(() => unit.query('SELECT pg_backend_pid() AS pid')))[0];

it('a unit that waits too long for a lock gives up what it holds, and keeps its connection', async () => {
  const before = await session();
  await rival.query('BEGIN; SELECT FROM store.item WHERE id = 2 FOR UPDATE');
  const error: unknown = await unit
    .run(async () => {
      await unit.query('SELECT FROM store.item WHERE id = 1 FOR UPDATE');
      await unit.query('SELECT FROM store.item WHERE id = 2 FOR UPDATE');
    })
    .catch((failure: unknown) => failure);
  expect([codeOf(error), isInfrastructureError(error)]).toEqual(['55P03', true]);
  await rival.query('SELECT FROM store.item WHERE id = 1 FOR UPDATE NOWAIT');
  await rival.query('ROLLBACK');
  expect(await session()).toEqual(before);
});
