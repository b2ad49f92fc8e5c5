import type { Cost, RunFile } from '@comparison/protocol';

export type Part = keyof Cost['cpuMs'];
export const PARTS = [
  'gateway',
  'services',
  'databases',
  'broker',
  'eventStore',
  'provider',
] as const satisfies readonly Part[];

/** Whose processes each part consists of; null stands for one that is not ours to look into. */
export function pidsByPart(run: RunFile): Record<Part, readonly (number | null)[]> {
  const pid = (process: { readonly pid: number | null } | null): (number | null)[] =>
    process ? [process.pid] : [];
  return {
    gateway: pid(run.gateway),
    services: run.services.flatMap(pid),
    databases: run.databases.flatMap(pid),
    broker: pid(run.broker),
    eventStore: pid(run.eventStore),
    provider: pid(run.provider),
  };
}
