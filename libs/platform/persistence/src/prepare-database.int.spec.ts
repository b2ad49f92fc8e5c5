import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

import { Databases } from './databases.js';
import { PlacementRightsError, UnreachableDatabaseError } from './errors.js';
import { roleOf } from './placement.js';

describe('preparing a database', () => {
  let database: TestDatabase;
  let admin: Client;
  // Roles are the whole server's: names of this run alone.
  const suffix = randomBytes(4).toString('hex');
  const login = `shop_${suffix}`;
  const modules = [`alpha_${suffix}`, `beta_${suffix}`];

  beforeAll(async () => {
    database = await createTestDatabase();
    admin = new Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(`CREATE ROLE ${login} LOGIN PASSWORD 'shop' NOSUPERUSER NOCREATEROLE NOCREATEDB`);
  });
  afterAll(async () => {
    for (const module of modules) await admin.query(`DROP SCHEMA IF EXISTS ${module} CASCADE`);
    for (const role of [...modules.map(roleOf), login]) await admin.query(`DROP ROLE IF EXISTS ${role}`);
    await admin.end();
    await database.drop();
  });

  const open = (change: (url: URL) => void) => {
    const url = new URL(database.url);
    change(url);
    return Databases.open({
      databases: [{ name: 'shared', url: url.href, pool: { max: 2 } }],
      modules: modules.map((module) => ({ module, database: 'shared', schema: module })),
    });
  };
  const asShop = (url: URL) => {
    url.username = login;
    url.password = 'shop';
  };

  it('tells a login that may not make roles which SQL an administrator has to run, and starts once it was', async () => {
    const refusal = await open(asShop).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PlacementRightsError);
    const { message } = refusal as PlacementRightsError;
    expect(message).toContain('run this as an administrator of it and start again: ');
    await admin.query(message.slice(message.indexOf('CREATE ROLE')));

    const databases = await open(asShop);
    try {
      for (const module of modules) {
        const unit = databases.unitOfWork(module);
        expect(await unit.read(() => unit.query('SELECT current_user::text AS role'))).toEqual([
          { role: roleOf(module) },
        ]);
      }
    } finally {
      await databases.close();
    }
  });

  it.each([
    [
      'does not answer',
      (url: URL) => (url.port = '1'),
      /^Database "shared" cannot be opened at 127\.0\.0\.1:1 \(.*ECONNREFUSED.*\): start it/,
    ],
    ['is not there', (url: URL) => (url.pathname = '/nowhere'), /\(database "nowhere" does not exist\)/],
    ['does not know the login', (url: URL) => (url.username = 'stranger'), /cannot be opened at .*stranger/],
  ])('names a database that %s, without the address that holds its password', async (_, change, sentence) => {
    const failure = await open(change).catch((error: unknown) => error);
    if (!(failure instanceof UnreachableDatabaseError)) throw failure;
    expect(failure.message).toMatch(sentence);
    expect(failure.message).not.toMatch(/:\/\/|@/);
  });
});
