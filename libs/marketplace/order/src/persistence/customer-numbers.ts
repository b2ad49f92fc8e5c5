import type { InlineEvent, RemadeRows } from '@platform/event-sourcing';
import type { UnitOfWork } from '@platform/persistence';

import { OrderPending } from '../contract/index.js';

/**
 * The last number that each customer's orders were given. The repository counts it up as it hands numbers out; the orders' events
 * carry them, so the counters can be made again.
 */
export class CustomerNumbers implements RemadeRows {
  readonly types = new Set([OrderPending.type]);

  constructor(private readonly unit: UnitOfWork) {}

  readonly clear = async (): Promise<void> => {
    await this.unit.query(`TRUNCATE "${this.unit.schema}".customer_number`);
  };

  readonly apply = async (events: readonly InlineEvent[]): Promise<void> => {
    await this.unit.query(
      `INSERT INTO "${this.unit.schema}".customer_number AS n (customer_id, last_number)
       SELECT "customerId", max(number) FROM json_to_recordset($1::json) AS opened ("customerId" uuid, number integer)
        GROUP BY "customerId" ORDER BY "customerId"
       ON CONFLICT (customer_id) DO UPDATE SET last_number = greatest(n.last_number, excluded.last_number)`,
      [JSON.stringify(events.map(({ data }) => data))],
    );
  };
}
