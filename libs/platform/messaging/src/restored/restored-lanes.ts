import type { UnitOfWork } from '@platform/persistence';

/**
 * The lanes of one consumer whose module was restored from a dump: its inbox is as old as that, and its transport's position is not.
 * Each lane has to be brought what lies between, and then carries the restore that it has caught up with.
 */
export class RestoredLanes {
  private readonly owesSql: string;
  private readonly caughtUpSql: string;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly consumer: string,
  ) {
    const s = `"${unit.schema}"`;
    this.owesSql = `
      SELECT FROM ${s}.log_base WHERE restored_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM ${s}.delivery_lane WHERE consumer = $1 AND lane = $2 AND caught_up_since = restored_at)`;
    this.caughtUpSql = `
      INSERT INTO ${s}.delivery_lane (consumer, lane, opened_by, opened_at, caught_up_since)
      SELECT $1, $2, '', '-infinity', restored_at FROM ${s}.log_base
      ON CONFLICT (consumer, lane) DO UPDATE SET caught_up_since = excluded.caught_up_since`;
  }

  /** Whether what was delivered on a lane between the dump and the restore is missing here. */
  async lacks(lane: string): Promise<boolean> {
    return (await this.unit.read(() => this.unit.query(this.owesSql, [this.consumer, lane]))).length > 0;
  }

  async caughtUp(lane: string): Promise<void> {
    await this.unit.apart(() => this.unit.query(this.caughtUpSql, [this.consumer, lane]));
  }
}
