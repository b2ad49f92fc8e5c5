import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';

import { type PlacedOrder, PlaceOrder } from '../../contract/index.js';
import { ChangeOrder } from '../change-order.js';

@CommandHandler(PlaceOrder)
export class PlaceOrderHandler implements ICommandHandler<PlaceOrder> {
  constructor(private readonly change: ChangeOrder) {}

  execute({ data }: PlaceOrder): Promise<StepOutcome<PlacedOrder>> {
    return this.change.run(data.orderId, (order) => order.place(data.items, data.dropped));
  }
}
