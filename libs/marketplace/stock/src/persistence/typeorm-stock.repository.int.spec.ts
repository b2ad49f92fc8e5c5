import { describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { MESSAGING_MIGRATIONS } from '@platform/messaging';
import { MessagingHarness } from '@platform/messaging/testing';
import { registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import '../contract/index.js';
import { stockRepositoryContract } from '../domain/stock.repository.contract.js';
import { entities, migrations, SqlOrderStock, TypeOrmStockRepository } from './index.js';

registerModule('stock', { entities, migrations: [...migrations, ...MESSAGING_MIGRATIONS] });

describe('stock over PostgreSQL', () => {
  stockRepositoryContract(async () => {
    const { databases, close } = await openTestDatabases(['stock']);
    const unit = databases.unitOfWork('stock');
    const log = new MessagingHarness(databases, ['stock']).log('stock');
    const stocks = new TypeOrmStockRepository(unit, log);
    return { unit, log, stocks, orderStock: new SqlOrderStock(unit, log), close };
  });

  it.each([
    ['more reserved than available', 1, 2],
    ['less than nothing reserved', 1, -1],
    ['less than nothing available', -1, 0],
  ])('cannot hold %s, whoever writes it', async (_what, available, reserved) => {
    const { databases, close } = await openTestDatabases(['stock']);
    const unit = databases.unitOfWork('stock');
    const write = unit.run(() =>
      unit.query(`INSERT INTO stock.stock VALUES ($1, 1, 'active', $2, $3, 0, 0, 1)`, [
        newId(),
        available,
        reserved,
      ]),
    );
    await expect(write).rejects.toMatchObject({ code: '23514' });
    await close();
  });
});
