import type { SchemaReader } from '../databases.js';
import type { Stock } from '../resources.js';
import { foldStock, isKeptAsEvents, readStock, type StoredEvent } from '../stored/index.js';

/** Reads all stock again and again; where it is kept as events, no more than what has come since the last time. */
export class StockWatch {
  readonly #streams = new Map<string, StoredEvent[]>();
  #from = '0';
  #keptAsEvents: boolean | undefined;

  constructor(private readonly databases: SchemaReader) {}

  /** @returns all rows; of what is kept as events, every state that was recorded since the last look */
  async look(): Promise<Stock[]> {
    this.#keptAsEvents ??= await isKeptAsEvents(this.databases, 'stock');
    return this.#keptAsEvents ? this.#newStates() : readStock(this.databases);
  }

  async #newStates(): Promise<Stock[]> {
    const events = await this.#newEvents();
    return events.flatMap(({ productId, ...event }) => {
      const stream = this.#streams.get(productId) ?? [];
      this.#streams.set(productId, stream);
      if (event.version <= (stream.at(-1)?.version ?? 0)) return [];
      stream.push(event);
      const { productVersion, available, reserved, orderCount, yearToDate } = foldStock(stream);
      return [{ productId, productVersion, available, reserved, orderCount, yearToDate }];
    });
  }

  /** Whatever is not committed yet has an `ord` that is not below the oldest running transaction's: that is where to go on. */
  async #newEvents(): Promise<(StoredEvent & { productId: string })[]> {
    const rows = await this.databases.query<StoredEvent & { productId: string; next: string }>(
      'stock',
      `SELECT substr(stream_id, 7) AS "productId", type, version::int, recorded_at AS at, data,
              ((SELECT base FROM stock.log_base) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint)::text AS next
         FROM stock.event WHERE channel = 'events' AND stream_id LIKE 'stock-%' AND ord >= $1::bigint
        ORDER BY stream_id, version`,
      [this.#from],
    );
    this.#from = rows[0]?.next ?? this.#from;
    return rows;
  }
}
