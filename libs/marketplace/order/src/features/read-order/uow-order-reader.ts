import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';

import { OrderReader, type OrderView } from '../../contract/index.js';
import { OrderViews } from './order-views.js';

/** Reads an order in a unit of work of its own. */
@Injectable()
export class UowOrderReader extends OrderReader {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly views: OrderViews,
  ) {
    super();
  }

  override read(orderId: string): Promise<OrderView | undefined> {
    return this.uow.read(() => this.views.byId(orderId));
  }
}
