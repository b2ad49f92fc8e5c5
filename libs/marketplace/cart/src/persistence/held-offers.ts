import type { UnitOfWork } from '@platform/persistence';

import type { CartEvent } from '../contract/index.js';
import type { Cart } from '../domain/cart.js';
import { itemChanges } from './item-changes.js';

/**
 * Which offers carts hold, where carts are streams: no single stream says it of an offer, and an offer that some cart holds
 * must not be swept. An inline projection: written in the transaction of the events that it is made of, so that it is never
 * behind them, and nothing that these events do not say.
 */
export class HeldOffers {
  static readonly table = 'held_offer';
  private readonly sql: string;

  constructor(private readonly uow: UnitOfWork) {
    const held = `"${uow.schema}".${HeldOffers.table}`;
    // $1 cart, $2 the products that stay (null when none goes), $3 the items put as a JSON array.
    this.sql = `
      WITH gone AS (
        DELETE FROM ${held} WHERE $2::uuid[] IS NOT NULL AND customer_id = $1::uuid AND product_id <> ALL ($2::uuid[])
      )
      INSERT INTO ${held} AS h (customer_id, product_id, product_version)
      SELECT $1::uuid, "productId", "productVersion"
        FROM json_to_recordset($3::json) AS put ("productId" uuid, "productVersion" integer)
      ON CONFLICT (customer_id, product_id) DO UPDATE SET product_version = excluded.product_version
        WHERE h.product_version <> excluded.product_version`;
  }

  /** Follows a cart, to which these events have happened last. */
  follow(cart: Cart, events: readonly CartEvent[]): void {
    const { put, staying } = itemChanges(cart, events);
    if (put.length > 0 || staying !== null) this.uow.write(this.sql, [cart.id, staying, JSON.stringify(put)]);
  }
}
