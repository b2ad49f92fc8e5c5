import type { UnitOfWork } from '@platform/persistence';

import type { RecordedMessage } from '../envelope/message.js';
import { KEY_COLUMNS, keyOf, type MessageKey, keyParameters } from './message-key.js';

/** What the inbox says of a key in a batch; a key that is in neither set has messages that were handled before. */
export interface BatchMarks {
  readonly fresh: ReadonlySet<string>;
  readonly parked: ReadonlySet<string>;
}

/**
 * Which messages a consumer has handled: the last version of each stream, moved in the transaction of the handler's effects.
 * An upsert that moves the mark or returns no row: a failed insert would poison the transaction.
 */
export class Inbox {
  private readonly markBatchSql: string;
  private readonly markOneSql: string;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly consumer: string,
  ) {
    const s = `"${unit.schema}"`;
    const advance = `ON CONFLICT (${KEY_COLUMNS}) DO UPDATE SET first_version = excluded.first_version,
        last_version = excluded.last_version, marked_on = excluded.marked_on
        WHERE inbox.last_version < excluded.first_version`;
    this.markOneSql = `INSERT INTO ${s}.inbox (${KEY_COLUMNS}, first_version, last_version, marked_on)
      VALUES ($1, $2, $3, $4, $5, $5, current_date) ${advance} RETURNING 1`;
    this.markBatchSql = `
      WITH input AS (
        SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
          AS i (source_module, channel, stream_id, first_version, last_version)
      ), parked AS (
        SELECT source_module, channel, stream_id FROM ${s}.parked_key JOIN input USING (source_module, channel, stream_id)
         WHERE consumer = $1 ORDER BY source_module, channel, stream_id FOR UPDATE OF parked_key
      ), marked AS (
        INSERT INTO ${s}.inbox (${KEY_COLUMNS}, first_version, last_version, marked_on)
        SELECT $1, source_module, channel, stream_id, first_version, last_version, current_date FROM input
         WHERE NOT EXISTS (SELECT FROM parked WHERE parked.source_module = input.source_module
                              AND parked.channel = input.channel AND parked.stream_id = input.stream_id)
         ORDER BY source_module, channel, stream_id
        ${advance} RETURNING source_module, channel, stream_id
      )
      SELECT false AS parked, source_module AS "sourceModule", channel, stream_id AS "streamId" FROM marked
      UNION ALL SELECT true, source_module, channel, stream_id FROM parked`;
  }

  /**
   * Marks a batch in one statement: each key from its first to its last version here. Followers of a parked key wait for
   * its row: a replay that is under way either leaves the key parked or has emptied it.
   */
  async markBatch(messages: readonly RecordedMessage[]): Promise<BatchMarks> {
    const ranges = new Map<string, { message: RecordedMessage; last: number }>();
    for (const message of messages) {
      const range = ranges.get(keyOf(message));
      if (range) range.last = message.streamVersion;
      else ranges.set(keyOf(message), { message, last: message.streamVersion });
    }
    const keys = [...ranges.values()];
    const rows = await this.unit.query<MessageKey & { parked: boolean }>(this.markBatchSql, [
      this.consumer,
      keys.map(({ message }) => message.sourceModule),
      keys.map(({ message }) => message.channel),
      keys.map(({ message }) => message.streamId),
      keys.map(({ message }) => message.streamVersion),
      keys.map(({ last }) => last),
    ]);
    const fresh = new Set<string>();
    const parked = new Set<string>();
    for (const row of rows) (row.parked ? parked : fresh).add(keyOf(row));
    return { fresh, parked };
  }

  /** @returns false when the message was handled before */
  async mark(message: RecordedMessage): Promise<boolean> {
    const rows = await this.unit.query(this.markOneSql, [
      ...keyParameters(this.consumer, message),
      message.streamVersion,
    ]);
    return rows.length > 0;
  }

  /** The last versions handled of these streams' events, of those that any was handled of. */
  async marksOf(sourceModule: string, streamIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (streamIds.length === 0) return new Map();
    const rows = await this.unit.read(() =>
      this.unit.query<{ streamId: string; version: number }>(
        `SELECT stream_id AS "streamId", last_version AS version FROM "${this.unit.schema}".inbox
          WHERE consumer = $1 AND source_module = $2 AND channel = 'events' AND stream_id = ANY($3::text[])`,
        [this.consumer, sourceModule, streamIds],
      ),
    );
    return new Map(rows.map(({ streamId, version }) => [streamId, version]));
  }

  /** The last version handled of a key, locked until the end of the unit; undefined when there is none. */
  async lockMark(key: MessageKey): Promise<number | undefined> {
    const rows = await this.unit.query<{ version: number }>(
      `SELECT last_version AS version FROM "${this.unit.schema}".inbox
        WHERE consumer = $1 AND source_module = $2 AND channel = $3 AND stream_id = $4 FOR UPDATE`,
      keyParameters(this.consumer, key),
    );
    return rows[0]?.version;
  }
}
