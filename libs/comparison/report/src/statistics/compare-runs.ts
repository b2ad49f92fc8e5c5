import type { Noise, Ratio, Run } from '@comparison/protocol';
import { type Interval, medianInterval } from './bootstrap.js';
import { type FigureName, type Pairs, pairUp } from './pairs.js';
import { median } from './quantiles.js';

/** One profile against another, of one figure. */
export type Difference = Omit<Ratio, 'profile' | 'baseline'>;

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
  // The one for the noise was run as the others were.
  const bases = runs.filter((run) => run.profile === baseline);
  const [measured, again] = (['measured', 'again'] as const).map((wanted) =>
    bases.filter(({ role }) => role === wanted),
  );
  const noise = pairUp(again ?? [], measured ?? []).map(({ metric, stretch, ratios }) => ({
    ...{ metric, stretch, profile: baseline },
    floor: shareOf(Math.max(...ratios.map((ratio) => Math.abs(Math.log(ratio))))),
    pairs: ratios.length,
  }));
  const others = [...new Set(runs.map((run) => run.profile))].filter((name) => name !== baseline);
  const ratios = others.flatMap((name) =>
    differences(
      runs.filter((run) => run.profile === name),
      bases,
      noise,
      seed,
    ).map((one) => ({ ...one, profile: name, baseline })),
  );
  return { ratios, noise };
}

/** The runs of one profile against those of another. @param only of this figure */
export function differences(
  runs: readonly Run[],
  bases: readonly Run[],
  noise: readonly Noise[],
  seed: number,
  only?: FigureName,
): readonly Difference[] {
  return pairUp(runs, bases, only).map((pairs) => {
    const { metric, stretch, ratios, error } = pairs;
    const ratio = median(ratios);
    const interval = medianInterval(ratios, seed);
    const noiseFloor = floorOf(noise, metric, stretch);
    const floor = noiseFloor === undefined ? undefined : Math.max(noiseFloor, shareOf(error));
    return {
      ...{ metric, stretch, ratio, interval, pairs: ratios.length },
      ...(floor !== undefined && { floor }),
      withinNoise: isWithinNoise(ratio, interval, floor, pairs),
      ...(pairs.isOpen && { openEnded: true }),
    };
  });
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

/** In logarithms half is as far from the same as double. */
function isWithinNoise(
  ratio: number,
  interval: Interval | null,
  floor: number | undefined,
  { error, isOpen }: Pairs,
): boolean {
  if (isOpen) return true;
  if (interval === null && floor === undefined) return true; // one pair and no measure of the noise tell nothing
  const [low, high] = (interval ?? [ratio, ratio]).map((end) => Math.log(end));
  const width = Math.max(error, Math.log(1 + (floor ?? 0)));
  const reaches = (low ?? 0) - width <= 0 && 0 <= (high ?? 0) + width;
  return reaches || Math.abs(Math.log(ratio)) <= width;
}

/** Beyond that nothing can be told anyway; and JSON knows no infinity. */
const MOST = Math.log(1e6);

/** A logarithm as a share of 1, upwards. */
function shareOf(logarithm: number): number {
  return Math.expm1(Math.min(logarithm, MOST));
}
