import type { Noise, Ratio, Run } from '@comparison/protocol';
import { type Interval, medianInterval } from './bootstrap.js';
import { pairUp } from './pairs.js';
import { median } from './quantiles.js';

/**
 * Every profile against the baseline, paired by repeat, and how much the baseline differs from itself.
 *
 * @param baseline the name of the profile that the others are divided by
 * @param seed of the bootstrap: the same runs and seed give the same intervals
 * @returns a ratio per profile, metric and stretch of which there is a pair; without an A/A run no noise, and a lone pair is then
 *   told from nothing
 */
export function compareRuns(
  runs: readonly Run[],
  baseline: string,
  seed: number,
): { ratios: Ratio[]; noise: Noise[] } {
  const measured = runs.filter(({ role }) => role === 'measured');
  const bases = measured.filter((run) => run.profile === baseline);
  const again = runs.filter((run) => run.role === 'again' && run.profile === baseline);
  const noise = pairUp(again, bases).map(({ metric, stretch, ratios }) => ({
    metric,
    stretch,
    profile: baseline,
    floor: Math.max(
      ...ratios.map((ratio) => Math.abs(ratio - 1)),
      ...(metric === 'saturation' ? runs.map(halfOfBracket) : []),
    ),
    pairs: ratios.length,
  }));
  const others = [...new Set(measured.map((run) => run.profile))].filter((name) => name !== baseline);
  const ratios = others.flatMap((name) =>
    pairUp(
      measured.filter((run) => run.profile === name),
      bases,
    ).map(({ metric, stretch, ratios: pairs }) => {
      const ratio = median(pairs);
      const interval = medianInterval(pairs, seed);
      const floor = floorOf(noise, metric, stretch);
      return {
        ...{ metric, stretch, profile: name, baseline, ratio, interval, pairs: pairs.length },
        withinNoise: isWithinNoise(ratio, interval, floor),
      };
    }),
  );
  return { ratios, noise };
}

/** What a search could not tell apart is no difference: two that end at nearby rates by chance say nothing of the noise. */
function halfOfBracket({ bracket }: Run): number {
  return bracket?.high == null ? 0 : (bracket.high / bracket.low - 1) / 2;
}

/** The noise of that very figure, else the worst that the same metric has anywhere; undefined without an A/A run. */
export function floorOf(
  noise: readonly Noise[],
  metric: Noise['metric'],
  stretch: string | null,
): number | undefined {
  const same = noise.filter((one) => one.metric === metric);
  const exact = same.find((one) => one.stretch === stretch);
  if (exact) return exact.floor;
  return same.length === 0 ? undefined : Math.max(...same.map(({ floor }) => floor));
}

function isWithinNoise(ratio: number, interval: Interval | null, floor: number | undefined): boolean {
  if (interval === null && floor === undefined) return true; // one pair and no measure of the noise tell nothing
  const [low, high] = interval ?? [ratio, ratio];
  const width = floor ?? 0;
  return (low - width <= 1 && 1 <= high + width) || Math.abs(ratio - 1) <= width;
}
