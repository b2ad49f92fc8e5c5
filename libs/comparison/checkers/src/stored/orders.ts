import type { SchemaReader } from '../databases.js';
import type { Order } from '../resources.js';
import { orderRows } from './order-rows.js';
import { foldOrder } from './order-fold.js';
import { isKeptAsEvents, type StoredEvent, streamsOf } from './streams.js';

/** Orders as the module's schema holds them, whichever way: all, or the one of this id. */
export async function readOrders(databases: SchemaReader, id?: string): Promise<Order[]> {
  if (!(await isKeptAsEvents(databases, 'order'))) return orderRows(databases, id);
  const streams = await streamsOf(databases, 'order', { id });
  return [...streams].map(([orderId, events]) => orderOf(orderId, events));
}

function orderOf(id: string, events: readonly StoredEvent[]): Order {
  const { totals, lines, dropped, ...state } = foldOrder(events);
  return {
    ...{ id, ...state, ...totals, lines: [...lines], dropped: [...dropped] },
    statusHistory: events
      .filter(({ type }) => type !== 'order.placed')
      .map(({ type, at }) => ({ status: statusOf(type), at: at.toISOString() })),
    version: events.at(-1)?.version ?? 0,
    createdAt: events[0]?.at.toISOString() ?? '',
    updatedAt: events.at(-1)?.at.toISOString() ?? '',
  };
}

function statusOf(type: string): Order['status'] {
  return type.slice('order.'.length) as Order['status'];
}
