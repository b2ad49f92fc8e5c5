import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { done, refused, type StepOutcome } from '@platform/domain';
import { UnitOfWork } from '@platform/persistence';

import { ReleaseStock } from '../../contract/index.js';
import { OrderStock } from '../../domain/order-stock.js';

@CommandHandler(ReleaseStock)
export class ReleaseStockHandler implements ICommandHandler<ReleaseStock> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly orderStock: OrderStock,
  ) {}

  execute({ data: { orderId } }: ReleaseStock): Promise<StepOutcome<null>> {
    return this.unit.run(async () => {
      const { stocks, lines } = await this.orderStock.loadReserved(orderId);
      if (lines.some(({ status }) => status === 'confirmed')) return refused('already-confirmed', undefined);
      for (const stock of stocks.values()) stock.release(orderId);
      await this.orderStock.saveSettled(orderId, stocks.values(), 'released');
      return done(null);
    });
  }
}
