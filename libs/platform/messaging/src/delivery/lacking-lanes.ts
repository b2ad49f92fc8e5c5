import { newId } from '@platform/domain';
import type { UnitOfWork } from '@platform/persistence';

/** What is known of a lane that was opened before, by any process. */
export interface LaneHistory {
  /** It lacks messages that it was never handed, wherever its group stands. */
  readonly lacks: boolean;
}

/** Of these lanes, those that were ever opened since the module's tables were made fit for where they are. */
export async function lanesOpened(
  unit: UnitOfWork,
  consumer: string,
  lanes: readonly string[],
): Promise<ReadonlyMap<string, LaneHistory>> {
  const rows = await unit.read(() =>
    unit.query<LaneHistory & { lane: string }>(
      `SELECT lane, lack IS NOT NULL AS lacks FROM "${unit.schema}".delivery_lane
        WHERE consumer = $1 AND lane = ANY ($2::text[])`,
      [consumer, lanes],
    ),
  );
  return new Map(rows.map(({ lane, lacks }) => [lane, { lacks }]));
}

/** From now on the lane lacks something. @returns which lack this is, for {@link lackIsOver} */
export async function noteLack(unit: UnitOfWork, consumer: string, lane: string): Promise<string> {
  const lack = newId();
  await unit.run(() =>
    unit.query(
      `INSERT INTO "${unit.schema}".delivery_lane (consumer, lane, opened_by, lack) VALUES ($1, $2, '', $3)
       ON CONFLICT (consumer, lane) DO UPDATE SET lack = excluded.lack`,
      [consumer, lane, lack],
    ),
  );
  return lack;
}

/** The lane has what it lacked, unless it lacks something else since. */
export async function lackIsOver(
  unit: UnitOfWork,
  consumer: string,
  lane: string,
  lack: string,
): Promise<void> {
  await unit.run(() =>
    unit.query(
      `UPDATE "${unit.schema}".delivery_lane SET lack = NULL WHERE consumer = $1 AND lane = $2 AND lack = $3`,
      [consumer, lane, lack],
    ),
  );
}
