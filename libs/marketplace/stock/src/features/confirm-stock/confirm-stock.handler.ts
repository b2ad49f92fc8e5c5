import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { done, refused, type StepOutcome } from '@platform/domain';
import { UnitOfWork } from '@platform/persistence';

import { ConfirmStock } from '../../contract/index.js';
import { OrderStock } from '../../domain/order-stock.js';

@CommandHandler(ConfirmStock)
export class ConfirmStockHandler implements ICommandHandler<ConfirmStock> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly orderStock: OrderStock,
  ) {}

  execute({ data: { orderId } }: ConfirmStock): Promise<StepOutcome<null>> {
    return this.unit.run(async () => {
      const { stocks, lines } = await this.orderStock.loadReserved(orderId);
      if (lines.every(({ status }) => status === 'released')) return refused('nothing-held', undefined);
      for (const stock of stocks.values()) stock.confirm(orderId);
      await this.orderStock.saveSettled(orderId, stocks.values(), 'confirmed');
      return done(null);
    });
  }
}
