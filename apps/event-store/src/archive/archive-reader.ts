import { Injectable } from '@nestjs/common';
import { type PlaceInModule, settled } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import { type ArchivedRow, EVENT_COLUMNS } from './archived-event.js';
import { fromMultirange, type Versions } from './stream-state.js';

/** A place in the archive: after the event with this `ord` and `position`. */
export interface ArchivePlace {
  readonly ord: number;
  readonly position: number;
}

export const ARCHIVE_START: ArchivePlace = { ord: 0, position: 0 };

export interface EventFilter {
  readonly module?: string | undefined;
  readonly type?: string | undefined;
}

export interface ArchivedStream {
  readonly module: string;
  readonly streamId: string;
  readonly highest: number;
  /** Everything up to it is there. */
  readonly contiguous: number;
  readonly gaps: readonly Versions[];
}

/** Reads the archive in an order in which nothing is ever added behind the reader. */
@Injectable()
export class ArchiveReader {
  private readonly streamSql: string;
  private readonly streamEventsSql: string;
  private readonly ofModuleSql: string;

  constructor(private readonly unit: UnitOfWork) {
    const s = `"${unit.schema}"`;
    this.streamSql = `SELECT module, stream_id AS "streamId", highest, contiguous, gaps::text AS gaps
      FROM ${s}.stream WHERE module = $1 AND stream_id = $2 AND highest > 0`;
    // No other partitions are looked at than those of the days on which the stream was archived.
    this.streamEventsSql = `SELECT ${EVENT_COLUMNS} FROM ${s}.event
      WHERE module = $1 AND stream_id = $2 AND version BETWEEN $3 AND $4
        AND archived_on >= (SELECT first_archived_on FROM ${s}.stream WHERE module = $1 AND stream_id = $2)
        AND archived_on <= (SELECT last_archived_on FROM ${s}.stream WHERE module = $1 AND stream_id = $2)
      ORDER BY version LIMIT $5`;
    this.ofModuleSql = `SELECT ${EVENT_COLUMNS}, gaps::text AS gaps FROM ${s}.event
      JOIN ${s}.stream USING (module, stream_id)
      WHERE module = $1 AND (stream_id, version) > ($2, $3::bigint)
        AND ($5::text[] IS NULL OR type = ANY($5::text[]))
      ORDER BY stream_id, version LIMIT $4`;
  }

  /** Up to `limit` events after `place`, in the order in which they were archived. */
  async after(place: ArchivePlace, limit: number, filter: EventFilter = {}): Promise<ArchivedRow[]> {
    const filters = Object.entries({ module: filter.module, type: filter.type }).flatMap(([column, value]) =>
      value === undefined ? [] : [{ column, value }],
    );
    // A text for each combination: planned once, each uses an index of its own.
    const conditions = filters.map(({ column }, index) => `${column} = $${index + 4} AND `).join('');
    const sql = `SELECT ${EVENT_COLUMNS} FROM "${this.unit.schema}".event
      WHERE ${conditions}(ord, position) > ($1, $2) AND ${settled(this.unit.schema)}
      ORDER BY ord, position LIMIT $3`;
    const values = filters.map(({ value }) => value);
    return this.unit.read(() =>
      this.unit.query<ArchivedRow>(sql, [place.ord, place.position, limit, ...values]),
    );
  }

  /** Events of a module by stream and version, after a place, each with what its stream lacks. */
  async ofModule(
    module: string,
    after: PlaceInModule,
    limit: number,
    types?: readonly string[],
  ): Promise<(ArchivedRow & { readonly gaps: readonly Versions[] })[]> {
    const rows = await this.unit.read(() =>
      this.unit.query<ArchivedRow & { gaps: string }>(this.ofModuleSql, [
        ...[module, after.streamId, after.version, limit],
        types ?? null,
      ]),
    );
    return rows.map((row) => ({ ...row, gaps: fromMultirange(row.gaps) }));
  }

  /** Up to `limit` streams of a module that lack something, by id, after a stream. */
  async incomplete(
    module: string,
    after: string,
    limit: number,
  ): Promise<{ streamId: string; gaps: readonly Versions[] }[]> {
    const rows = await this.unit.read(() =>
      this.unit.query<{ streamId: string; gaps: string }>(
        `SELECT stream_id AS "streamId", gaps::text AS gaps FROM "${this.unit.schema}".stream
          WHERE ask_at IS NOT NULL AND module = $1 AND stream_id > $2 ORDER BY stream_id LIMIT $3`,
        [module, after, limit],
      ),
    );
    return rows.map(({ streamId, gaps }) => ({ streamId, gaps: fromMultirange(gaps) }));
  }

  /** Everything of a partition before it is archived, as far as it ever came; undefined when nothing did. */
  async nextOffset(module: string, lane: string): Promise<number | undefined> {
    const [row] = await this.unit.read(() =>
      this.unit.query<{ next: number | null }>(
        `SELECT next_offset AS next FROM "${this.unit.schema}".lane WHERE name = $1 AND module = $2`,
        [lane, module],
      ),
    );
    return row?.next ?? undefined;
  }

  /** The same of several lanes, of those that anything ever came of. */
  async nextOffsets(lanes: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.unit.read(() =>
      this.unit.query<{ lane: string; next: number }>(
        `SELECT name AS lane, max(next_offset) AS next FROM "${this.unit.schema}".lane
          WHERE name = ANY ($1::text[]) AND next_offset IS NOT NULL GROUP BY name`,
        [lanes],
      ),
    );
    return new Map(rows.map(({ lane, next }) => [lane, next]));
  }

  /** Undefined when there is nothing of it. */
  async stream(module: string, streamId: string): Promise<ArchivedStream | undefined> {
    const [row] = await this.unit.read(() =>
      this.unit.query<Omit<ArchivedStream, 'gaps'> & { gaps: string }>(this.streamSql, [module, streamId]),
    );
    return row && { ...row, gaps: fromMultirange(row.gaps) };
  }

  /** Up to `limit` events of a stream by version. */
  async streamEvents(
    module: string,
    streamId: string,
    { from, to }: Versions,
    limit: number,
  ): Promise<ArchivedRow[]> {
    return this.unit.read(() =>
      this.unit.query<ArchivedRow>(this.streamEventsSql, [module, streamId, from, to, limit]),
    );
  }
}
