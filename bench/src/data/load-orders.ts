import { once } from 'node:events';
import pg from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import type { Marketplace } from './marketplace.js';
import { pastOrders, type Row, TABLES } from './past-orders.js';

const BUFFER_BYTES = 256 * 1024;

// What is counted over the orders rather than kept with them.
const COUNTERS = [
  `INSERT INTO "order".customer_number SELECT customer_id, max(number) FROM "order".orders GROUP BY customer_id`,
  `INSERT INTO customer.order_count (customer_id, paid, failed, delivered)
   SELECT customer_id, count(*), 0, count(*) FILTER (WHERE status = 'delivered') FROM "order".orders GROUP BY customer_id`,
  `UPDATE stock.stock s SET order_count = l.orders, year_to_date = l.pieces
     FROM (SELECT product_id, count(*) AS orders, sum(quantity) AS pieces FROM "order".order_line GROUP BY product_id) l
    WHERE s.product_id = l.product_id`,
];

/** Loads past orders by COPY, all tables at the same time, while no service runs; then vacuums and analyses everything. */
export async function loadOrders(
  databaseUrl: string,
  marketplace: Marketplace,
  count: number,
  seed: number,
): Promise<void> {
  const tables = new Map<string, TableCopy>();
  try {
    for (const [table, columns] of Object.entries(TABLES))
      tables.set(table, await TableCopy.into(databaseUrl, table, columns));
    for (const order of pastOrders(marketplace, count, seed)) {
      for (const [table, rows] of Object.entries(order)) {
        const copy = tables.get(table);
        if (copy?.add(rows)) await copy.flush();
      }
    }
    await Promise.all([...tables.values()].map((table) => table.finish()));
  } finally {
    await Promise.all([...tables.values()].map((table) => table.close()));
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const statement of COUNTERS) await client.query(statement);
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

class TableCopy {
  private text = '';

  private constructor(
    private readonly client: pg.Client,
    private readonly stream: CopyStreamQuery,
  ) {}

  static async into(databaseUrl: string, table: string, columns: string): Promise<TableCopy> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    return new TableCopy(client, client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`)));
  }

  /** @returns whether it is time to flush. No value holds a tab, a newline or a backslash, so none is escaped. */
  add(rows: readonly Row[]): boolean {
    for (const row of rows) this.text += `${row.map((value) => value ?? '\\N').join('\t')}\n`;
    return this.text.length >= BUFFER_BYTES;
  }

  async flush(): Promise<void> {
    const { text } = this;
    this.text = '';
    if (!this.stream.write(text)) await once(this.stream, 'drain');
  }

  async finish(): Promise<void> {
    await this.flush();
    const finished = once(this.stream, 'finish');
    this.stream.end();
    await finished;
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
