import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type BatchResult, runBatch } from '@platform/http';
import { UnitOfWork } from '@platform/persistence';

import { StockRepository } from '../../domain/stock.repository.js';
import { setStockItem } from '../set-stock/stock-body.js';
import { stockNotFound } from '../stock-not-found.js';
import { SetStocks } from './set-stocks.command.js';

const identified = setStockItem.pick({ productId: true });

@CommandHandler(SetStocks)
export class SetStocksHandler implements ICommandHandler<SetStocks> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly stocks: StockRepository,
  ) {}

  execute({ items }: SetStocks): Promise<BatchResult> {
    return this.unit.run(async () => {
      const ids = items.flatMap((item) => identified.safeParse(item).data?.productId ?? []);
      const stocks = await this.stocks.loadAll(ids);
      // eslint-disable-next-line @typescript-eslint/require-await -- a refusal must come as a rejection
      const result = await runBatch(items, setStockItem, async ({ productId, available }) => {
        const stock = stocks.get(productId);
        if (!stock?.state) throw stockNotFound(productId);
        stock.set(available);
      });
      await this.stocks.save(stocks.values());
      return result;
    });
  }
}
