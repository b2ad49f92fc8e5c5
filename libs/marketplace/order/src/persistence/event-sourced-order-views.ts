import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import type { OrderView } from '../contract/index.js';
import { OrderViews } from '../features/read-order/order-views.js';
import { orderStreams, type OrderStreams } from './order-streams.js';
import { orderViewOf } from './order-view-of.js';

interface Listed {
  readonly id: string;
}

/** Orders by id from their streams, as they are now; lists found by a projection, which may be a moment behind. */
@Injectable()
export class EventSourcedOrderViews extends OrderViews {
  private readonly streams: OrderStreams;
  private readonly ofCustomerSql: string;
  private readonly ofAllSql: string;

  constructor(
    private readonly uow: UnitOfWork,
    log: EventLog,
  ) {
    super();
    this.streams = orderStreams(uow, log);
    const select = `SELECT order_id AS id FROM "${uow.schema}".order_list`;
    this.ofCustomerSql = `${select} WHERE customer_id = $1 AND ($2::int IS NULL OR number < $2) ORDER BY number DESC LIMIT $3`;
    this.ofAllSql = `${select} WHERE $1::uuid IS NULL OR order_id < $1 ORDER BY order_id DESC LIMIT $2`;
  }

  override async byId(id: string): Promise<OrderView | undefined> {
    return orderViewOf(id, await this.streams.history(id));
  }

  override async byIds(ids: readonly string[]): Promise<OrderView[]> {
    const histories = await this.streams.histories(ids);
    return ids.flatMap((id) => orderViewOf(id, histories.get(id) ?? []) ?? []);
  }

  override async ofCustomer(
    customerId: string,
    beforeNumber: number | undefined,
    limit: number,
  ): Promise<OrderView[]> {
    return this.listed(this.ofCustomerSql, [customerId, beforeNumber ?? null, limit]);
  }

  override async ofAll(beforeId: string | undefined, limit: number): Promise<OrderView[]> {
    return this.listed(this.ofAllSql, [beforeId ?? null, limit]);
  }

  private async listed(sql: string, parameters: readonly unknown[]): Promise<OrderView[]> {
    const found = await this.uow.query<Listed>(sql, parameters);
    return this.byIds(found.map(({ id }) => id));
  }
}
