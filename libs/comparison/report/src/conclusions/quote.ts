import type { Metric } from '@comparison/protocol';
import { numberText, timesText } from '../figures/number-text.js';
import type { ProfileFigures, ReportFigures } from '../figures/profile-figures.js';
import { isNoiseKnown, isToldApart, noiseText, ratioOf } from '../figures/difference.js';
import { enumerate, type Quoted, type Sentence } from './sentence.js';

export function quote(of: ProfileFigures, figure: string, value: number, text = numberText(value)): Quoted {
  return { figure, profile: of.name, value, text };
}

export interface Ranked {
  readonly of: ProfileFigures;
  readonly value: number;
  readonly quoted: Quoted;
}

/** The profiles that have a figure, from the smallest value to the largest. */
export function ranked({ profiles }: ReportFigures, metric: Metric): readonly Ranked[] {
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
  const open = ratios.filter(({ ratio }) => ratio.withinNoise && ratio.openEnded);
  const same = ratios.filter(({ ratio }) => ratio.withinNoise && !ratio.openEnded);
  const noise = (some: typeof ratios) =>
    ` (${noiseText(
      figures,
      some.map(({ ratio }) => ratio),
    )})`;
  const names = (some: typeof ratios) => enumerate(some.map(({ of }) => [of.name]));
  const groups = [
    told.length > 0 && [
      ...enumerate(
        told.map(({ of, ratio }) => [
          `${of.name} `,
          quote(of, `${metric}-ratio`, ratio.ratio, timesText(ratio.ratio)),
        ]),
      ),
      noise(told),
    ],
    same.length > 0 && [
      isNoiseKnown(figures) ? 'no difference: ' : 'not told: ',
      ...names(same),
      noise(same),
    ],
    open.length > 0 && ['not told: ', ...names(open), ' (a search met no rate that was too much)'],
  ].filter((group) => group !== false);
  const parts = groups.flatMap((group, index) => [...(index > 0 ? ['; '] : []), ...group]);
  return [` Against ${first.ratio.baseline}: `, ...parts, '.'];
}

/** The first and the last of a ranking, and who cannot be told from them: a winner among equals is none. */
export interface Ends {
  readonly first: Ranked;
  readonly likeFirst: readonly Ranked[];
  readonly last: Ranked;
  readonly likeLast: readonly Ranked[];
  /** The last cannot be told from the first. */
  readonly allAlike: boolean;
}

export function endsOf(figures: ReportFigures, metric: Metric, all: readonly Ranked[]): Ends | null {
  const [first] = all;
  const last = all.at(-1);
  if (!first || !last) return null;
  const like = (one: Ranked) =>
    all.filter((other) => other !== one && !isToldApart(figures, other.of, one.of, metric));
  const [likeFirst, likeLast] = [like(first), like(last)];
  return { first, likeFirst, last, likeLast, allAlike: first !== last && likeFirst.includes(last) };
}

/** ` (no difference told: replicas 190)`; nothing where it stands alone. */
export function alikeText(alike: readonly Ranked[]): Sentence['parts'] {
  if (alike.length === 0) return [];
  return [
    ' (no difference told: ',
    ...enumerate(alike.map(({ of, quoted }) => [`${of.name} `, quoted])),
    ')',
  ];
}

/** How a sentence begins that names no best one. */
export function noDifference(figures: ReportFigures): string {
  return isNoiseKnown(figures) ? 'no difference is told' : 'nothing was run twice, so no difference is told';
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
