import { axis } from './axes.js';
import type { Latency } from '@comparison/protocol';

/** Where a percentile lies on an axis that gives each further nine the same room: 90 at 1, 99 at 2, 99.9 at 3. */
export function nines(percentile: number): number {
  return -Math.log10(1 - percentile / 100);
}

export const shownPercentiles = [0, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99] as const;

/** What a distribution says of a percentile; null beyond what it has counted. */
export function at({ count, curve }: Latency, percentile: number): number | null {
  if (count === 0 || 1 - percentile / 100 < 1 / count) return null;
  return curve.find(([known]) => known >= percentile)?.[1] ?? null;
}

export function percentileAxis(most: number): object {
  const ticks = [0, 50, 90, 99, 99.9, 99.99].map(nines).filter((tick) => tick <= most + 0.01);
  return axis('percentile', {
    min: 0,
    max: Math.max(most, 1),
    axisLabel: { color: 'var(--muted)', formatter: '@percentile', customValues: ticks },
    axisTick: { customValues: ticks },
    splitLine: { show: false },
  });
}
