import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import type { CartEvent, CartStatus, SealedCart } from '../contract/index.js';
import { Cart } from '../domain/cart.js';
import type { CartItem } from '../domain/cart-state.js';
import { CartRepository } from '../domain/cart.repository.js';
import type { Offer } from '../domain/offer.js';
import { PricedCart } from '../domain/priced-cart.js';
import { CartConcurrencyError } from './cart-concurrency.error.js';
import { readCartSql, saveCartSql } from './cart.sql.js';
import { readSealedContent, streamOf } from './cart-streams.js';

interface CartRow {
  readonly address: SealedCart['shippingAddress'];
  readonly status: CartStatus | null;
  readonly orderId: string | null;
  readonly version: number;
  readonly items: (Offer & Pick<CartItem, 'quantity' | 'voucherCents'>)[];
}

/** Statements by hand: a cart with its items and their offers is loaded by one and stored by one. */
@Injectable()
export class PostgresCartRepository extends CartRepository {
  private readonly lockSql: string;
  private readonly readSql: string;
  private readonly saveSql: string;
  private readonly sealedSql: string;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly log: EventLog,
  ) {
    super();
    const s = `"${uow.schema}"`;
    this.lockSql = `SELECT FROM ${s}.cart WHERE customer_id = $1 FOR UPDATE`;
    this.readSql = readCartSql(s);
    this.saveSql = saveCartSql(s);
    this.sealedSql = `SELECT FROM ${s}.cart WHERE customer_id = $1 AND status = 'sealed' AND order_id = $2`;
  }

  override async load(customerId: string): Promise<PricedCart | undefined> {
    // Two statements sent together: one that waited for the lock would still see the items of before the wait.
    const [, cart] = await Promise.all([this.uow.query(this.lockSql, [customerId]), this.read(customerId)]);
    return cart;
  }

  override async read(customerId: string): Promise<PricedCart | undefined> {
    const [row] = await this.uow.query<CartRow>(this.readSql, [customerId]);
    if (!row) return undefined;
    const items = row.items.map(({ productId, version, currency, quantity, voucherCents }) => ({
      productId,
      productVersion: version,
      currency,
      quantity,
      voucherCents,
    }));
    const state = { status: row.status ?? 'open', orderId: row.orderId ?? undefined, items };
    return new PricedCart(new Cart(customerId, state, row.version), row.address, row.items);
  }

  override async isSealedFor(customerId: string, orderId: string): Promise<boolean> {
    return (await this.uow.query(this.sealedSql, [customerId, orderId])).length > 0;
  }

  override sealedContent(cart: Cart): Promise<SealedCart> {
    return readSealedContent(this.log, cart);
  }

  override save(cart: Cart): Promise<void> {
    const events = cart.pullEvents();
    if (events.length === 0) return Promise.resolve();
    const { status, orderId, items } = cart.state;
    const loaded = cart.version - events.length;
    const takesAway = events.some(({ type }) => TAKING_AWAY.has(type));
    const parameters = [
      cart.id,
      status,
      orderId ?? null,
      cart.version,
      loaded,
      takesAway ? items.map(({ productId }) => productId) : null,
      JSON.stringify(itemsPut(events, items, loaded)),
    ];
    this.uow.write(this.saveSql, parameters, (stored) => {
      if (stored.length === 0) throw new CartConcurrencyError(cart.id);
    });
    this.log.append(streamOf(cart), events);
    return Promise.resolve();
  }
}

const TAKING_AWAY: ReadonlySet<CartEvent['type']> = new Set([
  'cart.item-removed',
  'cart.abandoned',
  'cart.renewed',
]);

/** Those still in the cart at the end; the version that put an item is its position. */
function itemsPut(
  events: readonly CartEvent[],
  items: readonly CartItem[],
  loadedVersion: number,
): (CartItem & { readonly position: number })[] {
  const positions = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    if (event.type === 'cart.item-put') positions.set(event.data.productId, loadedVersion + index + 1);
  }
  return items.flatMap((item) => {
    const position = positions.get(item.productId);
    return position === undefined ? [] : [{ ...item, position }];
  });
}
