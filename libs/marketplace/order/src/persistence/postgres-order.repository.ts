import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import type { DroppedItem, OrderEvent, OrderLine, OrderStatus, OrderTotals } from '../contract/index.js';
import { Order } from '../domain/order.js';
import { isFinal, statusAfter } from '../domain/order-state.js';
import { OrderRepository } from '../domain/order.repository.js';
import { OrderChanges } from '../features/watch-order/order-changes.js';
import { droppedOf, linesOf, ORDER_COLUMNS } from './order-columns.js';
import { OrderConcurrencyError } from './order-concurrency.error.js';
import { saveOrderSql } from './save-order.sql.js';

interface OrderRow extends OrderTotals {
  readonly id: string;
  readonly customerId: string;
  readonly number: number;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly version: number;
  readonly lines: OrderLine[];
  readonly dropped: DroppedItem[];
}

/** Statements by hand: an order with all its parts is loaded by one and stored by one. */
@Injectable()
export class PostgresOrderRepository extends OrderRepository {
  private readonly lockSql: string;
  private readonly loadSql: string;
  private readonly saveSql: string;
  private readonly numberSql: string;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly log: EventLog,
    private readonly changes: OrderChanges,
  ) {
    super();
    const s = `"${uow.schema}"`;
    this.lockSql = `SELECT FROM ${s}.orders WHERE id = $1 FOR UPDATE`;
    this.loadSql = `SELECT ${ORDER_COLUMNS}, ${linesOf(s)}, ${droppedOf(s)} FROM ${s}.orders o WHERE o.id = $1`;
    this.saveSql = saveOrderSql(s);
    this.numberSql = `
      INSERT INTO ${s}.customer_number AS n (customer_id, last_number)
      SELECT $1::uuid, 1 WHERE NOT EXISTS (SELECT FROM ${s}.orders WHERE id = $2::uuid)
      ON CONFLICT (customer_id) DO UPDATE SET last_number = n.last_number + 1
      RETURNING last_number AS number`;
  }

  override async load(id: string): Promise<Order | undefined> {
    // Two statements sent together: one that waited for the lock would still see the lines of before the wait.
    const [, [row]] = await Promise.all([
      this.uow.query(this.lockSql, [id]),
      this.uow.query<OrderRow>(this.loadSql, [id]),
    ]);
    if (!row) return undefined;
    const { customerId, number, status, currency, version, lines, dropped } = row;
    const { itemsCents, freightCents, voucherCents, totalCents } = row;
    const totals = { itemsCents, freightCents, voucherCents, totalCents };
    return new Order(id, { customerId, number, status, currency, lines, dropped, totals }, version);
  }

  override save(order: Order): Promise<void> {
    const events = order.pullEvents();
    if (events.length === 0) return Promise.resolve();
    const { customerId, number, status, currency, lines, dropped, totals } = order.state;
    const loaded = order.version - events.length;
    const has = (type: OrderEvent['type']) => events.some((event) => event.type === type);
    const parameters = [
      order.id,
      customerId,
      number,
      status,
      currency,
      totals.itemsCents,
      totals.freightCents,
      totals.voucherCents,
      totals.totalCents,
      order.version,
      loaded,
      JSON.stringify(has('order.placed') ? lines : []),
      JSON.stringify(has('order.placed') || has('order.rejected') ? dropped : []),
      JSON.stringify(statusEntries(events, loaded)),
    ];
    this.uow.write(this.saveSql, parameters, (stored) => {
      if (stored.length === 0) throw new OrderConcurrencyError(order.id);
    });
    this.log.append(`order-${order.id}`, events, { last: isFinal(status) });
    this.uow.afterCommit(() => this.changes.announce(order.id));
    return Promise.resolve();
  }

  override async takeNumber(orderId: string, customerId: string): Promise<number | undefined> {
    const [row] = await this.uow.query<{ number: number }>(this.numberSql, [customerId, orderId]);
    return row?.number;
  }
}

interface NewStatusEntry {
  readonly version: number;
  readonly status: OrderStatus;
  readonly reason?: string;
}

function statusEntries(events: readonly OrderEvent[], loadedVersion: number): NewStatusEntry[] {
  return events.flatMap((event, index) => {
    if (event.type === 'order.placed') return [];
    const reason = 'reason' in event.data ? { reason: event.data.reason } : {};
    return [{ version: loadedVersion + index + 1, status: statusAfter(event.type), ...reason }];
  });
}
