import type { EmbeddedPostgres } from '@platform/embedded';

import { familySeconds } from '@comparison/measure';

/** Processor time used so far, in µs: ours, and PostgreSQL's (NaN where the operating system does not tell). */
export interface CpuUse {
  readonly own: number;
  readonly postgres: number;
}

export function cpuUse(postgres: EmbeddedPostgres): CpuUse {
  const { user, system } = process.cpuUsage();
  return { own: user + system, postgres: (familySeconds(postgres.pid) ?? Number.NaN) * 1e6 };
}

/** What was used since `before`, each of `times`. */
export function cpuUseEach(before: CpuUse, after: CpuUse, times: number): CpuUse {
  return { own: (after.own - before.own) / times, postgres: (after.postgres - before.postgres) / times };
}
