import type { UnitOfWork } from '@platform/persistence';

import type { StreamHead } from './log-reader.js';
import { isSentStream } from './sent-streams.js';

/**
 * Inside a unit of work of the log's module: up to `limit` streams of events whose ids come after `after` and whose last event is
 * not in the log any more. Heads outlive what they count.
 */
export function droppedEnds(unit: UnitOfWork, after: string, limit: number): Promise<StreamHead[]> {
  return unit.query<StreamHead>(
    `SELECT h.stream_id AS "streamId", h.version FROM "${unit.schema}".stream_head h
      WHERE h.stream_id > $1 AND NOT ${isSentStream('h.stream_id')} AND NOT EXISTS (
        SELECT FROM "${unit.schema}".event e WHERE e.stream_id = h.stream_id AND e.version = h.version)
      ORDER BY h.stream_id LIMIT $2`,
    [after, limit],
  );
}
