import { setTimeout as pause } from 'node:timers/promises';
import type { Databases } from '@comparison/checkers/stored';

/** Tables whose rows a checkout locks, with what names a row. */
const tables = [
  ['order', '"order".saga', 'id'],
  ['order', '"order".orders', 'id'],
  ['stock', 'stock.stock', 'product_id'],
  ['stock', 'stock.reservation', 'order_id'],
  ['cart', 'cart.cart', 'customer_id'],
  ['payment', 'payment.charge_attempt', 'order_id'],
  // Of an aggregate that is kept as events, and of whatever else is told.
  ['order', '"order".stream_head', 'stream_id'],
  ['stock', 'stock.stream_head', 'stream_id'],
  ['cart', 'cart.stream_head', 'stream_id'],
  ['payment', 'payment.stream_head', 'stream_id'],
  ['shipment', 'shipment.stream_head', 'stream_id'],
] as const;

export interface HeldRow {
  readonly row: string;
  readonly heldMs: number;
}

interface Holding {
  readonly row: string;
  readonly since: number;
  last: number;
}

/**
 * Watches who holds which row until `over` aborts. A locked row carries its locker's transaction id as `xmax`; it is held for as
 * long as that transaction is seen to live.
 *
 * @returns the longest time each row was held by one transaction, longest first; exact to the pause between two looks
 */
export async function watchRowLocks(
  databases: Databases,
  over: AbortSignal,
  everyMs = 50,
): Promise<HeldRow[]> {
  const holdings = new Map<string, Holding>();
  while (!over.aborted) {
    for (const { row, xid } of await lockedRows(databases)) {
      const now = performance.now();
      const known = holdings.get(`${row} ${xid}`);
      if (known) known.last = now;
      else holdings.set(`${row} ${xid}`, { row, since: now, last: now });
    }
    await pause(everyMs);
  }
  return [...holdings.values()]
    .map(({ row, since, last }) => ({ row, heldMs: last - since }))
    .sort((left, right) => right.heldMs - left.heldMs);
}

async function lockedRows(databases: Databases): Promise<{ row: string; xid: string }[]> {
  const found = await Promise.all(
    tables.map(([module, table, key]) =>
      databases.query<{ row: string; xid: string }>(
        module,
        `SELECT '${table} ' || t.${key} AS row, t.xmax::text AS xid FROM ${table} t
           JOIN pg_locks l ON l.locktype = 'transactionid' AND l.granted AND l.mode = 'ExclusiveLock'
                          AND l.transactionid = t.xmax
          WHERE t.xmax <> 0::text::xid`,
      ),
    ),
  );
  return found.flat();
}
