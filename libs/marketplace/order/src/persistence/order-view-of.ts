import type { HistoricEvent } from '@platform/event-sourcing';

import type { OrderEvent, OrderView, StatusEntry } from '../contract/index.js';
import { Order } from '../domain/order.js';
import { statusAfter } from '../domain/order-state.js';

/** An order as the API shows it, told by what happened to it; `undefined` when nothing has. */
export function orderViewOf(id: string, history: readonly HistoricEvent[]): OrderView | undefined {
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last) return undefined;
  const events = history.map(({ type, data }) => ({ type, data }) as OrderEvent);
  const order = new Order(id);
  order.replay(events);
  const { customerId, number, status, currency, lines, dropped, totals } = order.state;
  return {
    ...{ id, customerId, number, status },
    statusHistory: events.flatMap((event, index) => statusEntry(event, history[index]?.at ?? '')),
    ...{ lines: [...lines], dropped: [...dropped], ...totals, currency },
    version: order.version,
    ...{ createdAt: first.at, updatedAt: last.at },
  };
}

/** An order that is placed is still pending: that is no step of its status. */
function statusEntry(event: OrderEvent, at: string): StatusEntry[] {
  if (event.type === 'order.placed') return [];
  const reason = 'reason' in event.data ? { reason: event.data.reason } : {};
  return [{ status: statusAfter(event.type), at, ...reason }];
}
