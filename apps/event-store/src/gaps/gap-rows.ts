import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';

import { fromMultirange, type Versions } from '../archive/stream-state.js';

export interface ClaimedGaps {
  readonly module: string;
  readonly streamId: string;
  readonly gaps: readonly Versions[];
}

/** Pauses between two questions about the same stream double up to these: what an owner has dropped will not come back. */
const LONGEST_PAUSE_S = 24 * 60 * 60;
const LONGEST_PAUSE_WHILE_AWAY_S = 5 * 60;

/** The streams that lack something, as work to be claimed by whichever replica comes first. */
@Injectable()
export class GapRows {
  constructor(private readonly unit: UnitOfWork) {}

  /** Those whose owners are to be asked now. Whoever claims them has until the next time they are due. */
  async claim(limit: number): Promise<ClaimedGaps[]> {
    const rows = await this.unit.run(() =>
      this.unit.query<Omit<ClaimedGaps, 'gaps'> & { gaps: string }>(
        `UPDATE "${this.unit.schema}".stream t
            SET asks = asks + 1,
                ask_at = statement_timestamp() + least(${LONGEST_PAUSE_S}, 2 ^ least(asks, 20)) * interval '1 second'
          WHERE (module, stream_id) IN (
            SELECT module, stream_id FROM "${this.unit.schema}".stream WHERE ask_at <= statement_timestamp()
             ORDER BY ask_at LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING module, stream_id AS "streamId", gaps::text AS gaps`,
        [limit],
      ),
    );
    if (rows.length > 0) await this.unit.reached('archive.gaps-claimed');
    return rows.map(({ gaps, ...row }) => ({ ...row, gaps: fromMultirange(gaps) }));
  }

  /** For people; forgotten when nothing is missing any more. */
  async answered(stream: ClaimedGaps, answer: string): Promise<void> {
    await this.note(stream, answer, LONGEST_PAUSE_S);
  }

  async unanswered(stream: ClaimedGaps, reason: string): Promise<void> {
    await this.note(stream, reason, LONGEST_PAUSE_WHILE_AWAY_S);
  }

  private async note({ module, streamId }: ClaimedGaps, text: string, longestS: number): Promise<void> {
    await this.unit.run(() =>
      this.unit.query(
        `UPDATE "${this.unit.schema}".stream
            SET last_answer = $3, ask_at = least(ask_at, statement_timestamp() + $4 * interval '1 second')
          WHERE module = $1 AND stream_id = $2 AND ask_at IS NOT NULL`,
        [module, streamId, text, longestS],
      ),
    );
  }
}
