import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import { Stock } from '../domain/stock.js';
import { StockRepository } from '../domain/stock.repository.js';
import { stockStreams, type StockStreams } from './stock-streams.js';

/** Keeps a stream per product. */
@Injectable()
export class EventSourcedStockRepository extends StockRepository {
  private readonly streams: StockStreams;

  constructor(unit: UnitOfWork, log: EventLog) {
    super();
    this.streams = stockStreams(unit, log);
  }

  override async find(productId: string): Promise<Stock | undefined> {
    return (await this.streams.find([productId])).get(productId);
  }

  override async loadAll(productIds: readonly string[]): Promise<ReadonlyMap<string, Stock>> {
    const ids = [...new Set(productIds)];
    if (ids.length === 0) return new Map();
    const known = await this.streams.load(ids);
    return new Map(ids.map((id) => [id, known.get(id) ?? Stock.unknown(id)]));
  }

  override save(stocks: Iterable<Stock>): Promise<void> {
    for (const stock of stocks) this.streams.save(stock);
    return Promise.resolve();
  }
}
