import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';

import type { OrderView, StatusEntry } from '../contract/index.js';
import { OrderViews } from '../features/read-order/order-views.js';
import { droppedOf, linesOf, ORDER_COLUMNS } from './order-columns.js';

type OrderViewRow = Omit<OrderView, 'createdAt' | 'updatedAt' | 'statusHistory'> & {
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly statusHistory: { status: StatusEntry['status']; at: string; reason: string | null }[];
};

@Injectable()
export class PostgresOrderViews extends OrderViews {
  private readonly byIdSql: string;
  private readonly byIdsSql: string;
  private readonly ofCustomerSql: string;
  private readonly ofAllSql: string;

  constructor(private readonly uow: UnitOfWork) {
    super();
    const s = `"${uow.schema}"`;
    const select = `SELECT ${ORDER_COLUMNS}, o.created_at AS "createdAt", o.updated_at AS "updatedAt", ${linesOf(s)}, ${droppedOf(s)},
        (SELECT json_agg(json_build_object('status', h.status, 'at', h.at, 'reason', h.reason) ORDER BY h.version)
          FROM ${s}.order_status h WHERE h.order_id = o.id) AS "statusHistory"
      FROM ${s}.orders o`;
    this.byIdSql = `${select} WHERE o.id = $1`;
    this.byIdsSql = `${select} WHERE o.id = ANY ($1::uuid[])`;
    // A customer's numbers rise with every order, and ids with time: the unique index and the primary key serve both lists.
    this.ofCustomerSql = `${select} WHERE o.customer_id = $1 AND o.number < $2 ORDER BY o.number DESC LIMIT $3`;
    this.ofAllSql = `${select} WHERE o.id < $1 ORDER BY o.id DESC LIMIT $2`;
  }

  override async byId(id: string): Promise<OrderView | undefined> {
    const [row] = await this.uow.query<OrderViewRow>(this.byIdSql, [id]);
    return row && toView(row);
  }

  override async byIds(ids: readonly string[]): Promise<OrderView[]> {
    return (await this.uow.query<OrderViewRow>(this.byIdsSql, [ids])).map(toView);
  }

  override async ofCustomer(
    customerId: string,
    beforeNumber = GREATEST_NUMBER,
    limit: number,
  ): Promise<OrderView[]> {
    return (await this.uow.query<OrderViewRow>(this.ofCustomerSql, [customerId, beforeNumber, limit])).map(
      toView,
    );
  }

  override async ofAll(beforeId = GREATEST_ID, limit: number): Promise<OrderView[]> {
    return (await this.uow.query<OrderViewRow>(this.ofAllSql, [beforeId, limit])).map(toView);
  }
}

const GREATEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const GREATEST_NUMBER = 2_147_483_647;

function toView(row: OrderViewRow): OrderView {
  return {
    id: row.id,
    customerId: row.customerId,
    number: row.number,
    status: row.status,
    statusHistory: row.statusHistory.map(({ status, at, reason }) => ({
      status,
      at: new Date(at).toISOString(),
      ...(reason !== null && { reason }),
    })),
    lines: row.lines,
    dropped: row.dropped,
    itemsCents: row.itemsCents,
    freightCents: row.freightCents,
    voucherCents: row.voucherCents,
    totalCents: row.totalCents,
    currency: row.currency,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
