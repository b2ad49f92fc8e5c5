import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from './testing.js';

describe('createTestDatabase', () => {
  it('makes a database of its own for every caller and drops it though connections are open', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    expect(one.name).not.toBe(other.name);
    const client = new pg.Client({ connectionString: one.url });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<{ name: string }>('select current_database() as name');
    expect(rows).toEqual([{ name: one.name }]);
    await one.drop();
    await other.drop();
    const again = new pg.Client({ connectionString: one.url });
    await expect(again.connect()).rejects.toThrow(/does not exist/);
  });
});
