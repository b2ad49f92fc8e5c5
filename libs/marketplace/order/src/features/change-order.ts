import { Injectable } from '@nestjs/common';
import { refused, type StepOutcome } from '@platform/domain';
import { UnitOfWork } from '@platform/persistence';

import type { Order } from '../domain/order.js';
import { OrderRepository } from '../domain/order.repository.js';

/** Loads an order, lets it change and stores it: what every use case but the first has in common. */
@Injectable()
export class ChangeOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly orders: OrderRepository,
  ) {}

  run<Result>(orderId: string, change: (order: Order) => StepOutcome<Result>): Promise<StepOutcome<Result>> {
    return this.uow.run(async () => {
      const order = await this.orders.load(orderId);
      if (!order) return refused('order-unknown', undefined);
      const outcome = change(order);
      await this.orders.save(order);
      return outcome;
    });
  }
}
