import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@platform/persistence';

import type { StockView } from '../../contract/index.js';
import { StockRepository } from '../../domain/stock.repository.js';
import { stockNotFound } from '../stock-not-found.js';
import { stockView } from '../stock-view.js';
import { SetStock } from './set-stock.command.js';

@CommandHandler(SetStock)
export class SetStockHandler implements ICommandHandler<SetStock> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly stocks: StockRepository,
  ) {}

  execute({ productId, available }: SetStock): Promise<StockView> {
    return this.unit.run(async () => {
      const stock = (await this.stocks.loadAll([productId])).get(productId);
      if (!stock?.state) throw stockNotFound(productId);
      stock.set(available);
      await this.stocks.save([stock]);
      return stockView(stock);
    });
  }
}
