import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { insertNew, UnitOfWork } from '@platform/persistence';
import { In } from 'typeorm';

import { Stock } from '../domain/stock.js';
import { StockRepository } from '../domain/stock.repository.js';
import { StockEntity } from './stock.entity.js';
import { restoreStock } from './stock-row.js';

/** What is reserved and counted is none of its business: `SqlOrderStock` moves that, by differences. */
const CHANGE = `
  UPDATE stock.stock s
     SET product_version = c.product_version, product_status = c.product_status, available = c.available, version = c.version
    FROM unnest($1::uuid[], $2::int[], $3::text[], $4::int[], $5::bigint[])
           AS c (product_id, product_version, product_status, available, version)
   WHERE s.product_id = c.product_id`;

/** Keeps a row per product; the log is its outbox. */
@Injectable()
export class TypeOrmStockRepository extends StockRepository {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly log: EventLog,
  ) {
    super();
  }

  override async find(productId: string): Promise<Stock | undefined> {
    const row = await this.unit.entities.findOneBy(StockEntity, { productId });
    return row ? restoreStock(row) : undefined;
  }

  override async loadAll(productIds: readonly string[]): Promise<ReadonlyMap<string, Stock>> {
    const stocks = new Map(productIds.map((id) => [id, Stock.unknown(id)]));
    if (productIds.length === 0) return stocks;
    const rows = await this.unit.entities.find(StockEntity, {
      where: { productId: In([...stocks.keys()]) },
      order: { productId: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    for (const row of rows) stocks.set(row.productId, restoreStock(row));
    return stocks;
  }

  override async save(stocks: Iterable<Stock>): Promise<void> {
    const created: Stock[] = [];
    const changed: Stock[] = [];
    for (const stock of stocks) {
      const events = stock.pullEvents();
      if (events.length === 0) continue;
      (stock.version === events.length ? created : changed).push(stock);
      this.log.append(`stock-${stock.id}`, events);
    }
    await insertNew(this.unit.entities, StockEntity, created.sort(byId).map(rowOf));
    if (changed.length > 0) await this.change(changed);
  }

  private async change(stocks: readonly Stock[]): Promise<void> {
    await this.unit.query(CHANGE, [
      stocks.map(({ id }) => id),
      stocks.map(({ data }) => data.productVersion),
      stocks.map(({ data }) => data.productStatus),
      stocks.map(({ data }) => data.available),
      stocks.map(({ version }) => version),
    ]);
  }
}

function rowOf({ id, version, data }: Stock) {
  const { productVersion, productStatus, available, reserved, orderCount, yearToDate } = data;
  return {
    productId: id,
    productVersion,
    productStatus,
    available,
    reserved,
    orderCount,
    yearToDate,
    version,
  };
}

function byId(a: Stock, b: Stock): number {
  return a.id < b.id ? -1 : 1;
}
