import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { ConcurrentChangeError, UnitOfWork } from '@platform/persistence';

import { Stock } from '../domain/stock.js';
import { StockRepository } from '../domain/stock.repository.js';
import { StockEntity } from './stock.entity.js';
import { restoreStock, type StockRow } from './stock-row.js';

// Every product that is put comes by here once: prepared statements, not built ones.
const LOAD_FOR_CHANGE = `
  SELECT product_id AS "productId", product_version AS "productVersion", product_status AS "productStatus",
         available, reserved, order_count AS "orderCount", year_to_date AS "yearToDate", version
    FROM stock.stock WHERE product_id = ANY ($1::uuid[]) ORDER BY product_id FOR NO KEY UPDATE`;

const COLUMNS = `unnest($1::uuid[], $2::int[], $3::text[], $4::int[], $5::bigint[])
  AS c (product_id, product_version, product_status, available, version)`;

const CREATE = `
  INSERT INTO stock.stock (product_id, product_version, product_status, available, reserved, order_count, year_to_date, version)
  SELECT product_id, product_version, product_status, available, 0, 0, 0, version FROM ${COLUMNS} ORDER BY product_id
  ON CONFLICT (product_id) DO NOTHING RETURNING 1`;

/** What is reserved and counted is none of its business: `SqlOrderStock` moves that, by differences. */
const CHANGE = `
  UPDATE stock.stock s
     SET product_version = c.product_version, product_status = c.product_status, available = c.available, version = c.version
    FROM ${COLUMNS} WHERE s.product_id = c.product_id`;

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
    const rows = await this.unit.query<StockRow>(LOAD_FOR_CHANGE, [[...stocks.keys()]]);
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
    if (created.length > 0) await this.create(created);
    if (changed.length > 0) await this.change(changed);
  }

  private async create(stocks: readonly Stock[]): Promise<void> {
    const inserted = await this.unit.query(CREATE, columnsOf(stocks));
    if (inserted.length !== stocks.length) throw new ConcurrentChangeError('stock');
  }

  private async change(stocks: readonly Stock[]): Promise<void> {
    await this.unit.query(CHANGE, columnsOf(stocks));
  }
}

/** What {@link CREATE} and {@link CHANGE} take. */
function columnsOf(stocks: readonly Stock[]): unknown[] {
  return [
    stocks.map(({ id }) => id),
    stocks.map(({ data }) => data.productVersion),
    stocks.map(({ data }) => data.productStatus),
    stocks.map(({ data }) => data.available),
    stocks.map(({ version }) => version),
  ];
}
