import type { UnitOfWork } from '@platform/persistence';

const NOBODY = '';

/** Whether a lane has ever been opened since the module's tables were made fit for where they are. */
export async function wasOpened(unit: UnitOfWork, consumer: string, lane: string): Promise<boolean> {
  const rows = await unit.read(() =>
    unit.query(
      `SELECT FROM "${unit.schema}".delivery_lane WHERE consumer = $1 AND lane = $2 AND opened_at > '-infinity'`,
      [consumer, lane],
    ),
  );
  return rows.length > 0;
}

/**
 * Says that a process may have messages of a lane in hand.
 *
 * Committed once, before a lane's first batch, and taken away when the lane ends in order: found at the start of a lane, its
 * process died, with some batch in flight. That costs nothing per batch, where a marker per batch would cost a commit; in
 * return a process that died between two batches is suspected too, and its next few messages go one by one for nothing.
 *
 * A lane that ended in order keeps its row without a run: whether a lane was ever handled is asked where a transport has
 * forgotten how far it was.
 *
 * On the reserved pool, like the lease: a living process that cannot clear its marker in time would be taken for a dead one.
 */
export class InFlightMarker {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly consumer: string,
    private readonly lane: string,
    /** Unique to this run of the process: another one's marker is not taken away. */
    private readonly run: string,
  ) {}

  /** @returns true when another process left this lane without an end; what this one set before says nothing */
  async set(): Promise<boolean> {
    const table = `"${this.unit.schema}".delivery_lane`;
    return this.unit.apart(async () => {
      const [left] = await this.unit.query<{ openedBy: string }>(
        `SELECT opened_by AS "openedBy" FROM ${table} WHERE consumer = $1 AND lane = $2 FOR UPDATE`,
        [this.consumer, this.lane],
      );
      await this.unit.query(
        `INSERT INTO ${table} (consumer, lane, opened_by) VALUES ($1, $2, $3)
         ON CONFLICT (consumer, lane) DO UPDATE SET opened_by = excluded.opened_by, opened_at = excluded.opened_at`,
        [this.consumer, this.lane, this.run],
      );
      return left !== undefined && left.openedBy !== NOBODY && left.openedBy !== this.run;
    });
  }

  async clear(): Promise<void> {
    await this.unit.apart(() =>
      this.unit.query(
        `UPDATE "${this.unit.schema}".delivery_lane SET opened_by = '${NOBODY}'
          WHERE consumer = $1 AND lane = $2 AND opened_by = $3`,
        [this.consumer, this.lane, this.run],
      ),
    );
  }
}
