import type { Databases } from '@comparison/checkers/stored';
import { eventually } from './eventually.js';

const claims = [
  ['order', `UPDATE "order".saga SET claimed_until = now() WHERE claimed_until < 'infinity'`],
  ['payment', 'UPDATE payment.charge_attempt SET due_at = now() WHERE due_at > now()'],
] as const;

/** A dead process holds its claims for some seconds, in which nothing can be seen but waiting: this lets the time pass. */
export async function letClaimsRunOut(databases: Databases): Promise<void> {
  for (const [module, sql] of claims)
    await eventually(() => databases.query(module, sql), `the database of ${module} answers`);
}
