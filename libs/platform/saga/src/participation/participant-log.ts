import type { UnitOfWork } from '@platform/persistence';

import type { Verdict } from '../definition/saga-plan.js';
import type { Asked } from './asked.js';

/** Refused because the undo was there first. */
export const CANCELLED = 'cancelled';

/** What a participant has been asked for and how it answered, so that nothing is done twice and every answer can be given again. */
export class ParticipantLog {
  private readonly openSql: string;
  private readonly lookSql: string;
  private readonly closeSql: string;
  private readonly recordSql: string;
  private readonly tombstoneSql: string;
  private readonly rememberSql: string;

  constructor(private readonly unit: UnitOfWork) {
    const s = `"${unit.schema}"`;
    const row = 'saga_id = $1 AND step = $2 AND phase = $3';
    this.openSql = `
      WITH added AS (
        INSERT INTO ${s}.participant_log (saga_id, step, phase) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1
      )
      SELECT EXISTS (SELECT FROM added) AS added, (SELECT verdict FROM ${s}.participant_log WHERE ${row}) AS verdict`;
    this.lookSql = `SELECT verdict FROM ${s}.participant_log WHERE ${row}`;
    this.closeSql = `UPDATE ${s}.participant_log SET verdict = $4, written_on = current_date WHERE ${row}`;
    this.recordSql = `INSERT INTO ${s}.participant_log (saga_id, step, phase, verdict) VALUES ($1, $2, $3, $4)`;
    // Also what is under way: it will not be asked again, and nobody calls for it any more.
    this.tombstoneSql = `
      WITH dropped AS (
        DELETE FROM ${s}.saga_work WHERE ${row}
      )
      INSERT INTO ${s}.participant_log AS l (saga_id, step, phase, verdict) VALUES ($1, $2, $3, $4)
      ON CONFLICT (saga_id, step, phase) DO UPDATE SET verdict = excluded.verdict WHERE l.verdict IS NULL`;
    this.rememberSql = `
      WITH dropped AS (
        DELETE FROM ${s}.saga_work WHERE ${row}
      )
      INSERT INTO ${s}.participant_log AS l (saga_id, step, phase, verdict) VALUES ($1, $2, $3, $4)
      ON CONFLICT (saga_id, step, phase) DO UPDATE SET verdict = excluded.verdict WHERE l.verdict IS NULL RETURNING 1`;
  }

  /** @returns `new` when it is ours to do, `open` while it is under way, else what was answered */
  async open(asked: Asked): Promise<'new' | 'open' | Verdict> {
    const [row] = await this.unit.query<{ added: boolean; verdict: Verdict | null }>(
      this.openSql,
      key(asked),
    );
    if (row?.added) return 'new';
    if (row?.verdict) return row.verdict;
    // Someone else may have answered while we waited for their row: another statement sees it.
    const [seen] = await this.unit.query<{ verdict: Verdict | null }>(this.lookSql, key(asked));
    return seen?.verdict ?? 'open';
  }

  /** Puts the answer to what was opened on record. */
  close(asked: Asked, verdict: Verdict): void {
    this.unit.write(this.closeSql, [...key(asked), JSON.stringify(verdict)]);
  }

  /** Puts an answer on record that nobody can have asked for before. */
  record(asked: Asked, verdict: Verdict): void {
    this.unit.write(this.recordSql, [...key(asked), JSON.stringify(verdict)]);
  }

  /** Puts on record what is known to have been answered, whatever is under way. @returns false when it is on record */
  async remember(asked: Asked, verdict: Verdict): Promise<boolean> {
    const rows = await this.unit.query(this.rememberSql, [...key(asked), JSON.stringify(verdict)]);
    return rows.length > 0;
  }

  /** The step is about to be undone: should the command to do it arrive only now, it finds itself refused. */
  tombstone({ saga, step }: Asked): void {
    const verdict: Verdict = { outcome: 'refused', reason: CANCELLED };
    this.unit.write(this.tombstoneSql, [saga.id, step, 'do', JSON.stringify(verdict)]);
  }
}

function key({ saga, step, phase }: Asked): [string, string, string] {
  return [saga.id, step, phase];
}
