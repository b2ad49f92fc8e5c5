import type { Metric } from '@comparison/protocol';
import { numberText, timesText } from '../figures/number-text.js';
import type { ProfileFigures, ReportFigures } from '../figures/profile-figures.js';
import { noiseText, ratioOf } from '../figures/difference.js';
import { enumerate, type Quoted, type Sentence } from './sentence.js';

export function quote(of: ProfileFigures, figure: string, value: number, text = numberText(value)): Quoted {
  return { figure, profile: of.name, value, text };
}

/** The profiles that have a figure, from the smallest value to the largest. */
export function ranked(
  { profiles }: ReportFigures,
  metric: Metric,
): readonly { readonly of: ProfileFigures; readonly value: number; readonly quoted: Quoted }[] {
  return profiles
    .flatMap((of) => {
      const figure = of.figure(metric);
      return figure ? { of, value: figure.value, quoted: quote(of, metric, figure.value) } : [];
    })
    .toSorted((a, b) => a.value - b.value);
}

/** What of the differences to the baseline is above the noise, and which profiles show none. Empty without a ratio. */
export function againstBaseline(figures: ReportFigures, metric: Metric): Sentence['parts'] {
  const ratios = figures.profiles.flatMap((of) => {
    const ratio = ratioOf(figures, of.name, metric);
    return ratio ? { of, ratio } : [];
  });
  const [first] = ratios;
  if (!first) return [];
  const told = ratios.filter(({ ratio }) => !ratio.withinNoise);
  const same = ratios.filter(({ ratio }) => ratio.withinNoise);
  const parts = [
    ...(told.length === 0
      ? []
      : [
          ...enumerate(
            told.map(({ of, ratio }) => [
              `${of.name} `,
              quote(of, `${metric}-ratio`, ratio.ratio, timesText(ratio.ratio)),
            ]),
          ),
          ` (${noiseText(figures, { ...first.ratio, withinNoise: false })})`,
        ]),
    ...(told.length > 0 && same.length > 0 ? ['; '] : []),
    ...(same.length === 0
      ? []
      : [
          'no difference: ',
          ...enumerate(same.map(({ of }) => [of.name])),
          ...(told.length === 0 ? [` (${noiseText(figures, first.ratio)})`] : []),
        ]),
  ];
  return [` Against ${first.ratio.baseline}: `, ...parts, '.'];
}
