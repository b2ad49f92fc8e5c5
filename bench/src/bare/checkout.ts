import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { type Dropped, type Item, type Line, split, type StockRow, totalsOf } from './order.js';
import type { Provider } from './provider.js';
import * as sql from './statements.js';

export interface Payment {
  readonly method: string;
  readonly cardToken?: string;
}

interface Bought {
  readonly orderId: string;
  readonly customerId: string;
  readonly currency: string;
  readonly address: object;
  readonly lines: readonly Line[];
  readonly dropped: readonly Dropped[];
}

/** There is nothing to check out; answered 409. */
export class NothingToBuy extends Error {}

/**
 * A whole checkout in one transaction: what is bought is locked, charged, written and committed. Two round trips before the
 * charge; after it all writes are sent at once, since none needs another's answer. A crash between charge and commit
 * leaves a charge that nobody knows of: that is the price of being bare.
 */
export async function checkOut(pool: Pool, provider: Provider, customerId: string, payment: Payment) {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const [, items] = await Promise.all([client.query('BEGIN'), run<Item>(client, 'readCart', [customerId])]);
    const [first] = items;
    if (!first) throw new NothingToBuy('There is nothing in the cart to check out.');
    const stock = await run<StockRow>(client, 'lockStock', [items.map(({ productId }) => productId)]);
    const { lines, dropped } = split(items, stock);
    if (lines.length === 0) throw new NothingToBuy('Nothing in the cart can be had.');
    const { currency, address } = first;
    const bought: Bought = { orderId: uuidv7(), customerId, currency, address, lines, dropped };
    const totals = totalsOf(lines);
    const chargeId = await provider.charge({
      orderId: bought.orderId,
      amountCents: totals.totalCents,
      currency,
      ...payment,
    });
    return await write(client, bought, totals, payment, chargeId);
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function write(
  client: PoolClient,
  { orderId, customerId, currency, address, lines, dropped }: Bought,
  totals: ReturnType<typeof totalsOf>,
  { method }: Payment,
  chargeId: string,
) {
  const { itemsCents, freightCents, voucherCents, totalCents } = totals;
  const json = JSON.stringify(lines);
  const paid = [
    { type: method, amountCents: totalCents },
    ...lines
      .filter((line) => line.voucherCents > 0)
      .map((line) => ({ type: 'voucher', amountCents: line.voucherCents })),
  ];
  const packages = lines.map(({ place, productId, sellerId, quantity }) => ({
    ...{ id: uuidv7(), place, productId, sellerId, quantity },
  }));
  const order = [orderId, customerId, currency, itemsCents, freightCents, voucherCents, totalCents];
  const [, [stored]] = await Promise.all([
    run(client, 'takeStock', [
      orderId,
      lines.map((line) => line.productId),
      lines.map((line) => line.quantity),
    ]),
    run<{ number: number; createdAt: Date }>(client, 'insertOrder', [
      ...order,
      json,
      JSON.stringify(dropped),
    ]),
    run(client, 'insertPayment', [orderId, totalCents, currency, chargeId, JSON.stringify(paid)]),
    run(client, 'insertShipment', [orderId, customerId, JSON.stringify(address), JSON.stringify(packages)]),
    run(client, 'renewCart', [customerId]),
    run(client, 'countOrder', [customerId]),
    run(client, 'insertDashboard', [orderId, json]),
    commit(client),
  ]);
  if (!stored) throw new Error(`Order ${orderId} was not written.`);
  const at = stored.createdAt.toISOString();
  return {
    ...{ id: orderId, customerId, number: stored.number, status: 'approved' },
    statusHistory: ['pending', 'approved'].map((status) => ({ status, at })),
    lines: lines.map(withoutPlace),
    dropped: dropped.map(withoutPlace),
    ...totals,
    ...{ currency, version: 3, createdAt: at, updatedAt: at },
  };
}

async function run<Row extends QueryResultRow>(
  client: PoolClient,
  name: keyof typeof sql,
  values: unknown[],
): Promise<Row[]> {
  return (await client.query<Row>({ name, text: sql[name], values })).rows;
}

/** PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error. */
async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT');
  if (command !== 'COMMIT') throw new Error('The transaction was rolled back.');
}

function withoutPlace<T extends { place: number }>(row: T): Omit<T, 'place'> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'place')) as Omit<T, 'place'>;
}
