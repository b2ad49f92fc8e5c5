import type { AtRest, Cost, Stretch } from '@comparison/protocol';

/** Checkouts that a cost is divided by. */
export function completedIn({ measured: { checkouts } }: Pick<Stretch, 'measured'>): number {
  return Object.values(checkouts.decided).reduce((sum, count) => sum + count, 0);
}

/**
 * What a checkout costs beyond what the deployment uses anyway: where little is asked of it that is most of what was metered, and a
 * cost per checkout with it in says how little was asked. As it was metered where nobody metered it at rest.
 */
export function aboveRest(
  stretch: Pick<Stretch, 'cost' | 'measured'>,
  atRest: AtRest | undefined,
): Cost | null {
  const { cost } = stretch;
  const completed = completedIn(stretch);
  if (!cost || !atRest || cost.seconds === undefined || completed === 0) return cost;
  const secondsEach = cost.seconds / completed;
  // What nobody metered at rest stays as it is: less would flatter.
  const above = (each: number | null, perSecond: number | null): number | null =>
    each === null || perSecond === null ? each : Math.max(0, each - perSecond * secondsEach);
  const parts = Object.keys(cost.cpuMs) as (keyof Cost['cpuMs'])[];
  return {
    // Also the WAL: what is written at rest is the tidying up after what went before, and stops.
    ...cost,
    cpuMs: Object.fromEntries(
      parts.map((part) => [part, above(cost.cpuMs[part], atRest.cpuMs[part])]),
    ) as Cost['cpuMs'],
    statements: above(cost.statements, atRest.statements),
    commits: above(cost.commits, atRest.commits),
    messages: above(cost.messages, atRest.messages),
    wireBytes: above(cost.wireBytes, atRest.wireBytes),
  };
}
