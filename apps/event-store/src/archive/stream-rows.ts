import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';

import { type LockedStream, type StreamId, streamKey } from './intake-plan.js';
import { fromMultirange, NEW_STREAM, toMultirange, upTo } from './stream-state.js';

/** A stream as its owner has it. */
export interface ExpectedStream extends StreamId {
  /** Its last version. */
  readonly version: number;
}

/** The rows of streams, locked in one order by whoever changes them. */
@Injectable()
export class StreamRows {
  constructor(private readonly unit: UnitOfWork) {}

  /** Locked until the end of the unit, by {@link streamKey}; made where they are missing. */
  async lock(streams: readonly StreamId[]): Promise<ReadonlyMap<string, LockedStream>> {
    const s = `"${this.unit.schema}"`;
    const distinct = [...Map.groupBy(streams, streamKey).values()].flatMap(([first]) =>
      first ? [{ module: first.module, streamId: first.streamId }] : [],
    );
    const parameters = [JSON.stringify(distinct)];
    const input = 'json_to_recordset($1::json) AS i (module text, "streamId" text)';
    this.unit.write(
      `INSERT INTO ${s}.stream (module, stream_id) SELECT module, "streamId" FROM ${input}
        ORDER BY module, "streamId" ON CONFLICT DO NOTHING`,
      parameters,
    );
    const rows = await this.unit.query<Omit<LockedStream, 'gaps'> & { gaps: string }>(
      `SELECT t.module, t.stream_id AS "streamId", t.highest, t.gaps::text AS gaps,
              t.first_archived_on::text AS first, t.last_archived_on::text AS last
         FROM ${input} JOIN ${s}.stream t ON t.module = i.module AND t.stream_id = i."streamId"
        ORDER BY t.module, t.stream_id FOR UPDATE OF t`,
      parameters,
    );
    return new Map(rows.map((row) => [streamKey(row), { ...row, gaps: fromMultirange(row.gaps) }]));
  }

  /** What these streams have above what was seen of them is missing from now on. @returns how many streams lack something new */
  async expect(expected: readonly ExpectedStream[]): Promise<number> {
    const ahead = await this.aheadOf(expected);
    await this.unit.reached('archive.compared');
    if (ahead.length === 0) return 0;
    return this.unit.run(async () => {
      const locked = await this.lock(ahead);
      const grown = ahead.flatMap(({ module, streamId, version }) => {
        const before = locked.get(streamKey({ module, streamId })) ?? NEW_STREAM;
        if (version <= before.highest) return [];
        return [{ module, streamId, highest: version, gaps: toMultirange(upTo(before, version).gaps) }];
      });
      await this.unit.query(
        `UPDATE "${this.unit.schema}".stream t
            SET highest = i.highest, gaps = i.gaps::int8multirange, asks = 0, ask_at = statement_timestamp(),
                gap_since = coalesce(t.gap_since, statement_timestamp())
           FROM json_to_recordset($1::json) AS i (module text, "streamId" text, highest bigint, gaps text)
          WHERE t.module = i.module AND t.stream_id = i."streamId"`,
        [JSON.stringify(grown)],
      );
      return grown.length;
    });
  }

  /** Those of these streams that end before what is archived of them, as far as that goes. */
  async endingBefore(found: readonly ExpectedStream[]): Promise<ExpectedStream[]> {
    return this.unit.read(() =>
      this.unit.query<ExpectedStream>(
        `SELECT t.module, t.stream_id AS "streamId", t.highest AS version
           FROM json_to_recordset($1::json) AS i (module text, "streamId" text, version bigint)
           JOIN "${this.unit.schema}".stream t ON t.module = i.module AND t.stream_id = i."streamId"
          WHERE i.version < t.highest`,
        [JSON.stringify(found)],
      ),
    );
  }

  /** Those of these streams that go further than what was seen of them; without locks, as nearly always there are none. */
  async aheadOf(expected: readonly ExpectedStream[]): Promise<ExpectedStream[]> {
    return this.unit.read(() =>
      this.unit.query<ExpectedStream>(
        `SELECT i.module, i."streamId", i.version
           FROM json_to_recordset($1::json) AS i (module text, "streamId" text, version bigint)
           LEFT JOIN "${this.unit.schema}".stream t ON t.module = i.module AND t.stream_id = i."streamId"
          WHERE i.version > coalesce(t.highest, 0)`,
        [JSON.stringify(expected)],
      ),
    );
  }
}
