import { createTestDatabase } from '@platform/embedded/testing';

import { Databases } from '../databases.js';

/** A fresh database with the given modules' schemas, and the way to their units of work. */
export async function openTestDatabases(
  modules: readonly string[],
  { pool = 10 }: { pool?: number } = {},
): Promise<{ databases: Databases; url: string; close: () => Promise<void> }> {
  const database = await createTestDatabase();
  const { url } = database;
  const databases = await Databases.open({
    databases: [{ name: 'shared', url, pool: { max: pool } }],
    modules: modules.map((module) => ({ module, database: 'shared', schema: module })),
  });
  return {
    databases,
    url,
    close: async () => {
      await databases.close();
      await database.drop();
    },
  };
}
