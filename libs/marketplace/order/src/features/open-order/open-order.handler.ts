import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { done, type StepOutcome } from '@platform/domain';
import { UnitOfWork } from '@platform/persistence';

import { OpenOrder } from '../../contract/index.js';
import { Order } from '../../domain/order.js';
import { OrderRepository } from '../../domain/order.repository.js';

@CommandHandler(OpenOrder)
export class OpenOrderHandler implements ICommandHandler<OpenOrder> {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly orders: OrderRepository,
  ) {}

  execute({ data }: OpenOrder): Promise<StepOutcome<{ readonly number: number }>> {
    return this.uow.run(async () => {
      const number = await this.orders.takeNumber(data.orderId, data.customerId);
      if (number !== undefined) {
        await this.orders.save(Order.open(data.orderId, data.customerId, number, data.currency));
        return done({ number });
      }
      const opened = await this.orders.load(data.orderId);
      if (!opened) throw new Error(`Order ${data.orderId} has a number and cannot be read.`);
      return done({ number: opened.state.number });
    });
  }
}
