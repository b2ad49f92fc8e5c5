import type { UnitOfWork } from '@platform/persistence';

import { restartOutlets } from '../relay/reader-cursors.js';
import { ensureLogBase } from './log-base.js';

/**
 * Makes a module's tables fit for other surroundings than those they were written in: another server, another transport, other
 * consumers. To be called when everything that was recorded has been delivered to everyone, and while nobody uses the tables.
 * Calling it again changes nothing.
 *
 * - The log is tied to the server it is on now, so that what is written next comes after what it holds.
 * - Outlets begin after what it holds: those of another transport or coordination have other names and no cursors, and would
 *   pass on again what was delivered long ago.
 * - Whoever held its lease or had a batch in hand is gone.
 */
export async function settleLog(unit: UnitOfWork): Promise<void> {
  const s = `"${unit.schema}"`;
  await ensureLogBase(unit);
  await unit.run(async () => {
    await restartOutlets(unit);
    await unit.query(`UPDATE ${s}.relay_lease SET owner = '', epoch = epoch + 1, expires_at = '-infinity'`);
    await unit.query(`DELETE FROM ${s}.delivery_lane`);
    // It came from elsewhere in order: nothing was lost on the way.
    await unit.query(`UPDATE ${s}.log_base SET restored_at = NULL`);
  });
}
