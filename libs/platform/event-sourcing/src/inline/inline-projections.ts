import type { UnitOfWork } from '@platform/persistence';

import { type EventRow, historic } from '../stream-rows.js';
import type { RemadeRows } from './inline-projection.js';

type Place = Pick<EventRow, 'version'> & { readonly streamId: string };

const BEGINNING: Place = { streamId: '', version: 0 };

/** One module's inline projections and other rows that follow from its streams: made anew when they are lost, or streams came from elsewhere. */
export class InlineProjections {
  private readonly readSql: string;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly all: readonly RemadeRows[],
    private readonly sliceSize = 500,
  ) {
    // By stream, not in log order: while nobody writes, what is held back from readers of the log is not held back here.
    this.readSql = `
      SELECT stream_id AS "streamId", event_id AS id, type, schema_version AS "schemaVersion", version,
             data::text AS data, to_json(recorded_at) #>> '{}' AS at
        FROM "${unit.schema}".event
       WHERE (stream_id, version) > ($1, $2) AND channel = 'events' AND type = ANY ($3::text[])
       ORDER BY stream_id, version LIMIT $4`;
  }

  /**
   * Empties them and makes them of all streams, in slices. To be called while nobody writes to the module.
   * @param mayGoOn asked in the transaction of every slice; it throws when somebody else is at it
   */
  async rebuild(mayGoOn: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    for (const made of this.all) {
      await this.unit.run(async () => {
        await mayGoOn();
        await made.clear();
      });
      let place: Place | undefined = BEGINNING;
      while (place) place = await this.apply(made, place, mayGoOn);
    }
  }

  /** One slice in a transaction of its own. @returns where it ended; nothing after the last one */
  private apply(made: RemadeRows, after: Place, mayGoOn: () => Promise<void>): Promise<Place | undefined> {
    return this.unit.run(async () => {
      await mayGoOn();
      const rows = await this.unit.query<EventRow & Place>(this.readSql, [
        after.streamId,
        after.version,
        [...made.types],
        this.sliceSize,
      ]);
      const events = rows.map((row) => historic(this.unit.module, row.streamId, row));
      if (events.length > 0) await made.apply(events);
      return rows.length === this.sliceSize ? rows.at(-1) : undefined;
    });
  }
}
