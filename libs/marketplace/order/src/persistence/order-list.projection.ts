import type { Projection } from '@platform/event-sourcing';
import type { UnitOfWork } from '@platform/persistence';

import { OrderPending } from '../contract/index.js';

/** Whose orders there are, by number: what a list is found by. What it shows comes from the orders' streams. */
export function orderListProjection(unit: UnitOfWork): Projection {
  return {
    name: 'order_list',
    types: new Set([OrderPending.type]),
    version: 1,
    columns: 'order_id uuid PRIMARY KEY, customer_id uuid NOT NULL, number integer NOT NULL',
    indexes: ['(customer_id, number)'],
    apply: async (table, events) => {
      await unit.query(
        `INSERT INTO ${table} (order_id, customer_id, number)
         SELECT "orderId", "customerId", number
           FROM json_to_recordset($1::json) AS opened ("orderId" uuid, "customerId" uuid, number integer)`,
        [JSON.stringify(events.map(({ data }) => data))],
      );
    },
  };
}
