import type { Metric, Ratio } from '@comparison/protocol';
import type { ProfileFigures, ReportFigures } from './profile-figures.js';
import { wholeRun } from './profile-figures.js';
import { differences, floorOf } from '../statistics/compare-runs.js';
import { percentText, timesText } from './number-text.js';

export function ratioOf(
  { results: { ratios }, headline }: ReportFigures,
  name: string,
  metric: Metric,
): Ratio | undefined {
  const stretch = wholeRun(metric) ? null : headline.stretch;
  return ratios.find((one) => one.profile === name && one.metric === metric && one.stretch === stretch);
}

/** Whether something was run twice, so that it is known what two runs differ by for no reason. */
export function isNoiseKnown({ results }: Pick<ReportFigures, 'results'>): boolean {
  return results.noise.length > 0;
}

/**
 * A ratio in words: what is within the noise is no difference, whatever its figure is; and without a noise, or where the
 * smaller one is no more than a lower bound, nobody knows.
 */
export function differenceText(figures: Pick<ReportFigures, 'results'>, ratio: Ratio): string {
  if (!ratio.withinNoise) return timesText(ratio.ratio);
  if (ratio.openEnded) return 'difference not known';
  return isNoiseKnown(figures) ? 'no difference' : 'noise not known';
}

/** `above the noise of 4.2 %`, `within the noise of 4.2 to 12 %`, or that the noise is not known: what ratios were held against. */
export function noiseText({ results: { noise } }: ReportFigures, ratios: readonly Ratio[]): string {
  const [first] = ratios;
  const floors = ratios.flatMap(
    ({ floor, metric, stretch }) => floor ?? floorOf(noise, metric, stretch) ?? [],
  );
  if (!first || floors.length === 0) return 'the noise was not measured';
  const [least, most] = [Math.min(...floors), Math.max(...floors)].map(percentText);
  const size = least === most ? (most ?? '') : `${least ?? ''} to ${most ?? ''}`;
  return `${first.withinNoise ? 'within' : 'above'} the noise of ${size}`;
}

/** Whether one profile's figure can be told from another's, of which neither need be the baseline. */
export function isToldApart(
  { results, headline }: ReportFigures,
  one: ProfileFigures,
  other: ProfileFigures,
  metric: Metric,
): boolean {
  const stretch = wholeRun(metric) ? null : headline.stretch;
  return differences(one.runs, other.runs, results.noise, results.settings.seed, { metric, stretch }).some(
    ({ withinNoise }) => !withinNoise,
  );
}
