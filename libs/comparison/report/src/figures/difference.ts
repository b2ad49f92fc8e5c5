import type { Metric, Ratio } from '@comparison/protocol';
import type { ReportFigures } from './profile-figures.js';
import { wholeRun } from './profile-figures.js';
import { floorOf } from '../statistics/compare-runs.js';
import { percentText, rangeText, timesText } from './number-text.js';

export function ratioOf(
  { results: { ratios }, headline }: ReportFigures,
  name: string,
  metric: Metric,
): Ratio | undefined {
  const stretch = wholeRun(metric) ? null : headline.stretch;
  return ratios.find((one) => one.profile === name && one.metric === metric && one.stretch === stretch);
}

/** A ratio in words: what is within the noise is no difference, whatever its figure is. */
export function differenceText(ratio: Ratio): string {
  return ratio.withinNoise ? 'no difference' : timesText(ratio.ratio);
}

/** The same with its interval, and with what it was told from. */
export function differenceWithNoise(figures: ReportFigures, ratio: Ratio): string {
  const { interval, withinNoise, pairs } = ratio;
  const noise = noiseText(figures, ratio);
  if (withinNoise) return `no difference, ${noise}`;
  const range = interval ? `, 95 % ${rangeText(interval, (value) => timesText(value).slice(2))}` : '';
  return `${timesText(ratio.ratio)}${range}${pairs === 1 ? ', one pair' : ''}; ${noise}`;
}

/** `above the noise of 4.2 %`, `within the noise of 4.2 %`, or that the noise is not known. */
export function noiseText(
  { results: { noise } }: ReportFigures,
  { metric, stretch, withinNoise }: Ratio,
): string {
  const floor = floorOf(noise, metric, stretch);
  if (floor === undefined) return 'the noise was not measured';
  return `${withinNoise ? 'within' : 'above'} the noise of ${percentText(floor)}`;
}
