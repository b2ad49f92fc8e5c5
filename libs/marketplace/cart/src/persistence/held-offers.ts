import type { InlineEvent, InlineProjection } from '@platform/event-sourcing';
import type { UnitOfWork } from '@platform/persistence';

import {
  CartAbandoned,
  type CartEvent,
  CartItemPut,
  CartItemRemoved,
  CartRenewed,
} from '../contract/index.js';

interface Put {
  readonly customerId: string;
  readonly productId: string;
  readonly productVersion: number;
}

/** Without a product: all that the cart held. */
type Gone = Pick<Put, 'customerId'> & Partial<Pick<Put, 'productId'>>;

/**
 * Inline projection: which offers carts hold, which no single cart's stream tells of an offer. The sweep of past offers spares
 * those, so it is written with the events.
 */
export class HeldOffers implements InlineProjection {
  readonly types = new Set<string>(
    [CartItemPut, CartItemRemoved, CartAbandoned, CartRenewed].map(({ type }) => type),
  );
  private readonly followSql: string;
  private readonly clearSql: string;

  constructor(private readonly unit: UnitOfWork) {
    const table = `"${unit.schema}".held_offer`;
    this.clearSql = `TRUNCATE ${table}`;
    // One statement cannot delete a row and write it again: what is put stays. $1 put, $2 gone before that, both JSON arrays.
    this.followSql = `
      WITH put AS (
        SELECT * FROM json_to_recordset($1::json)
          AS p ("customerId" uuid, "productId" uuid, "productVersion" integer)
      ), gone AS (
        DELETE FROM ${table} h USING json_to_recordset($2::json) AS g ("customerId" uuid, "productId" uuid)
         WHERE h.customer_id = g."customerId" AND h.product_id = coalesce(g."productId", h.product_id)
           AND NOT EXISTS (SELECT FROM put WHERE "customerId" = h.customer_id AND "productId" = h.product_id)
      )
      INSERT INTO ${table} AS h (customer_id, product_id, product_version)
      SELECT * FROM put ORDER BY "customerId", "productId"
      ON CONFLICT (customer_id, product_id) DO UPDATE SET product_version = excluded.product_version
        WHERE h.product_version <> excluded.product_version`;
  }

  /** Follows what is being recorded. */
  follow(events: readonly CartEvent[]): void {
    const { put, gone } = changesOf(events);
    if (put.length > 0 || gone.length > 0)
      this.unit.write(this.followSql, [JSON.stringify(put), JSON.stringify(gone)]);
  }

  readonly apply = async (events: readonly InlineEvent[]): Promise<void> => {
    // Validated by the schemas of the module's own contract as they were read.
    this.follow(events as readonly CartEvent[]);
    await this.unit.settled();
  };

  readonly clear = async (): Promise<void> => {
    await this.unit.query(this.clearSql);
  };
}

/** What the events, each cart's in their order, come to. */
function changesOf(events: readonly CartEvent[]): {
  readonly put: readonly Put[];
  readonly gone: readonly Gone[];
} {
  const put = new Map<string, Map<string, Put>>();
  const gone: Gone[] = [];
  for (const { type, data } of events) {
    const { customerId } = data;
    const ofCart = put.get(customerId) ?? new Map<string, Put>();
    put.set(customerId, ofCart);
    if (type === 'cart.item-put') {
      const { productId, productVersion } = data;
      ofCart.set(productId, { customerId, productId, productVersion });
    } else if (type === 'cart.item-removed') {
      ofCart.delete(data.productId);
      gone.push({ customerId, productId: data.productId });
    } else if (type === 'cart.abandoned' || type === 'cart.renewed') {
      ofCart.clear();
      gone.push({ customerId });
    }
  }
  return { put: [...put.values()].flatMap((ofCart) => [...ofCart.values()]), gone };
}
