import type { ProfileFacts } from '@comparison/protocol';

/** Below this the parts of one process get into each other's way instead of what is measured. */
const LEAST = 5;
/** How much of the total may be left over by whole numbers before a larger total is looked for. */
const FAIR = 0.05;

/** What of a profile decides how many pools it opens. */
export type Placed = Pick<ProfileFacts, 'name' | 'services' | 'hasEventStore'>;

/** Of a process and a database that it uses. */
export interface Pools {
  readonly pools: number;
  readonly max: number;
}

/** How many pools a profile opens: one per process and database that it uses. */
export function poolsOf({ services, hasEventStore }: Placed): number {
  const ofServices = services.reduce(
    (total, { replicas, modules }) =>
      total + replicas * new Set(modules.map(({ database }) => database)).size,
    0,
  );
  return ofServices + (hasEventStore ? 1 : 0);
}

/** Shares one total out to every profile's pools, and looks for one that leaves as little over as can be. */
export function shareOut(profiles: readonly Placed[]): {
  total: number;
  shares: ReadonlyMap<string, Pools>;
} {
  const pools = profiles.map(poolsOf);
  const most = Math.max(1, ...pools);
  const leftOver = (total: number): number => Math.max(0, ...pools.map((count) => (total % count) / total));
  let total = LEAST * most;
  for (let candidate = total; candidate <= 2 * LEAST * most && leftOver(total) > FAIR; candidate += 1)
    if (leftOver(candidate) < leftOver(total)) total = candidate;
  const shares = new Map(
    profiles.map((profile, index) => {
      const count = pools[index] ?? 1;
      return [profile.name, { pools: count, max: Math.floor(total / count) }] as const;
    }),
  );
  return { total, shares };
}
