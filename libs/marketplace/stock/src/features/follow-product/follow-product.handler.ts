import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@platform/persistence';

import { StockRepository } from '../../domain/stock.repository.js';
import { FollowProduct } from './follow-product.command.js';

@CommandHandler(FollowProduct)
export class FollowProductHandler implements ICommandHandler<FollowProduct> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly stocks: StockRepository,
  ) {}

  execute({ productId, productVersion, productStatus }: FollowProduct): Promise<void> {
    return this.unit.run(async () => {
      const stocks = await this.stocks.loadAll([productId]);
      for (const stock of stocks.values()) stock.follow(productVersion, productStatus);
      await this.stocks.save(stocks.values());
    });
  }
}
