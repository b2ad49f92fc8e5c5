import type { Projection } from '@platform/event-sourcing';
import type { UnitOfWork } from '@platform/persistence';

import { ProductCreated, ProductDeleted, ProductPriceChanged, ProductReplaced } from '../contract/index.js';

/** What is on offer, by what a list is asked for. Every event of a product carries all of it: the last one is what it is. */
export function productListProjection(unit: UnitOfWork): Projection {
  return {
    name: 'product_list',
    types: new Set([
      ProductCreated.type,
      ProductPriceChanged.type,
      ProductReplaced.type,
      ProductDeleted.type,
    ]),
    version: 1,
    columns: `product_id uuid PRIMARY KEY, seller_id uuid NOT NULL, category text NOT NULL, status text NOT NULL,
              revision integer NOT NULL, data json NOT NULL`,
    indexes: ['(seller_id, product_id)', '(category, product_id)'],
    apply: async (table, events) => {
      const last = new Map(events.map(({ streamId, data }) => [streamId, data]));
      await unit.query(
        `INSERT INTO ${table} (product_id, seller_id, category, status, revision, data)
         SELECT (data ->> 'productId')::uuid, (data ->> 'sellerId')::uuid, data ->> 'category', data ->> 'status',
                (data ->> 'revision')::integer, data
           FROM json_array_elements($1::json) AS happened (data)
         ON CONFLICT (product_id) DO UPDATE
           SET seller_id = excluded.seller_id, category = excluded.category, status = excluded.status,
               revision = excluded.revision, data = excluded.data`,
        [JSON.stringify([...last.values()])],
      );
    },
  };
}
