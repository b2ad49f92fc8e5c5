import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';

import { CloseOrder } from '../../contract/index.js';
import { ChangeOrder } from '../change-order.js';

@CommandHandler(CloseOrder)
export class CloseOrderHandler implements ICommandHandler<CloseOrder> {
  constructor(private readonly change: ChangeOrder) {}

  execute({ data }: CloseOrder): Promise<StepOutcome<null>> {
    return this.change.run(data.orderId, (order) =>
      data.status === 'rejected'
        ? order.reject(data.reason, data.dropped)
        : order.failPayment(data.reason, data.items, data.dropped),
    );
  }
}
