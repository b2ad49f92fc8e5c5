import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';

import { ApproveOrder } from '../../contract/index.js';
import { ChangeOrder } from '../change-order.js';

@CommandHandler(ApproveOrder)
export class ApproveOrderHandler implements ICommandHandler<ApproveOrder> {
  constructor(private readonly change: ChangeOrder) {}

  execute({ data }: ApproveOrder): Promise<StepOutcome<null>> {
    return this.change.run(data.orderId, (order) => order.approve());
  }
}
