import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import type { Order } from '../domain/order.js';
import { isFinal } from '../domain/order-state.js';
import { OrderRepository } from '../domain/order.repository.js';
import { OrderChanges } from '../features/watch-order/order-changes.js';
import { orderStreams, type OrderStreams } from './order-streams.js';

/** Orders as streams. A customer's numbers are no order's: they are counted in a row of their own. */
@Injectable()
export class EventSourcedOrderRepository extends OrderRepository {
  private readonly streams: OrderStreams;
  private readonly numberSql: string;

  constructor(
    private readonly uow: UnitOfWork,
    log: EventLog,
    private readonly changes: OrderChanges,
  ) {
    super();
    this.streams = orderStreams(uow, log);
    const s = `"${uow.schema}"`;
    this.numberSql = `
      INSERT INTO ${s}.customer_number AS n (customer_id, last_number)
      SELECT $1::uuid, 1 WHERE NOT EXISTS (SELECT FROM ${s}.event WHERE stream_id = 'order-' || $2::text)
      ON CONFLICT (customer_id) DO UPDATE SET last_number = n.last_number + 1
      RETURNING last_number AS number`;
  }

  override async load(id: string): Promise<Order | undefined> {
    return (await this.streams.load([id])).get(id);
  }

  override save(order: Order): Promise<void> {
    this.streams.save(order, isFinal(order.state.status));
    this.uow.afterCommit(() => this.changes.announce(order.id));
    return Promise.resolve();
  }

  override async takeNumber(orderId: string, customerId: string): Promise<number | undefined> {
    const [row] = await this.uow.query<{ number: number }>(this.numberSql, [customerId, orderId]);
    return row?.number;
  }
}
