import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';

import { ConcurrentChangeError } from './errors.js';

/**
 * Inserts rows that were looked for and not found, in one statement.
 *
 * @param rows all columns of each row; in the order of their keys, so that two units cannot wait for each other
 * @throws ConcurrentChangeError when another unit inserted one of them meanwhile: the unit is run again and finds it
 */
export async function insertNew<Row extends ObjectLiteral>(
  entities: EntityManager,
  entity: EntityTarget<Row>,
  rows: readonly QueryDeepPartialEntity<Row>[],
): Promise<void> {
  if (rows.length === 0) return;
  const { metadata } = entities.getRepository(entity);
  const inserted = await entities
    .createQueryBuilder()
    .insert()
    .into(entity)
    .values([...rows])
    .orIgnore()
    .returning(metadata.primaryColumns.map(({ propertyName }) => propertyName))
    .execute();
  if ((inserted.raw as unknown[]).length !== rows.length) throw new ConcurrentChangeError(metadata.tableName);
}
