import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@platform/persistence';

import type { StockView } from '../../contract/index.js';
import { StockRepository } from '../../domain/stock.repository.js';
import { stockNotFound } from '../stock-not-found.js';
import { stockView } from '../stock-view.js';
import { GetStock } from './get-stock.query.js';

@QueryHandler(GetStock)
export class GetStockHandler implements IQueryHandler<GetStock> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly stocks: StockRepository,
  ) {}

  async execute({ productId }: GetStock): Promise<StockView> {
    const stock = await this.unit.read(() => this.stocks.find(productId));
    if (!stock) throw stockNotFound(productId);
    return stockView(stock);
  }
}
