import { Logger } from '@nestjs/common';
import { ShipmentDelivered, ShipmentInTransit } from '@marketplace/shipment/contract';
import { Consumer, type Message, On } from '@platform/messaging';
import type { StepOutcome } from '@platform/domain';

import { ChangeOrder } from '../features/change-order.js';
import type { Order } from '../domain/order.js';

/** The order follows its shipment. */
@Consumer({ module: 'order', name: 'shipment' })
export class ShipmentConsumer {
  private readonly logger = new Logger(ShipmentConsumer.name);

  constructor(private readonly change: ChangeOrder) {}

  @On(ShipmentInTransit)
  onInTransit(message: Message<ShipmentInTransit['data']>): Promise<void> {
    return this.follow(message, (order) => order.enterTransit());
  }

  @On(ShipmentDelivered)
  onDelivered(message: Message<ShipmentDelivered['data']>): Promise<void> {
    return this.follow(message, (order) => order.deliver());
  }

  // An order that cannot follow is no reason to hold back what comes after it on the stream.
  private async follow(
    { data, type }: Message<{ readonly orderId: string }>,
    change: (order: Order) => StepOutcome<null>,
  ): Promise<void> {
    const outcome = await this.change.run(data.orderId, change);
    if (outcome.outcome === 'refused')
      this.logger.warn(`Order ${data.orderId} did not follow ${type}: ${outcome.reason}.`);
  }
}
