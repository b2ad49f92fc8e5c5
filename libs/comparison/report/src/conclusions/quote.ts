import type { Metric } from '@comparison/protocol';
import { metricNames } from '../figures/metric-names.js';
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

/** The profiles that have a figure, the best first. */
function ranked({ profiles }: ReportFigures, metric: Metric): readonly Ranked[] {
  const ascending = profiles
    .flatMap((of) => {
      const figure = of.figure(metric);
      return figure ? { of, value: figure.value, quoted: quote(of, metric, figure.value) } : [];
    })
    .toSorted((a, b) => a.value - b.value);
  return metricNames[metric].more === 'better' ? ascending.toReversed() : ascending;
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
  const open = ratios.filter(({ ratio }) => ratio.openEnded);
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
    open.length > 0 && [
      'not told: ',
      ...names(open),
      ` (${metric === 'saturation' ? 'a search met no rate that was too much' : 'too many were never decided'})`,
    ],
  ].filter((group) => group !== false);
  const parts = groups.flatMap((group, index) => [...(index > 0 ? ['; '] : []), ...group]);
  return [` Against ${first.ratio.baseline}: `, ...parts, '.'];
}

/** How a ranking is told, by what it is of. */
interface RankingWords {
  /** How it begins where there is no difference: `No difference is told in how much is completed`. */
  readonly none: string;
  /** Said once, after the figures of all that are equal. */
  readonly unit?: string;
  /** Up to the first one's figures. @param isAlone there is nobody to be compared with */
  readonly first: (name: string, isAlone: boolean) => string;
  /** Between the figures of the first and those of the last. */
  readonly last: (name: string) => string;
  readonly figures: (one: Ranked, place: 'first' | 'last' | 'among equals') => Sentence['parts'];
}

/**
 * The first and the last of a ranking, each with those who cannot be told from it; all of them, where the last cannot be told from
 * the first. Null where nobody has the figure.
 */
export function ranking(
  figures: ReportFigures,
  metric: Metric,
  words: RankingWords,
): Sentence['parts'] | null {
  const all = ranked(figures, metric);
  const ends = endsOf(figures, metric, all);
  if (!ends) return null;
  const { first, likeFirst, last, likeLast, allAlike } = ends;
  if (allAlike)
    return [
      `${words.none}: `,
      ...enumerate(all.map((one) => [`${one.of.name} `, ...words.figures(one, 'among equals')])),
      `${words.unit ?? ''}.`,
    ];
  const isAlone = all.length === 1;
  return [
    words.first(first.of.name, isAlone),
    ...[...words.figures(first, 'first'), ...alikeText(likeFirst)],
    ...(isAlone ? [] : [words.last(last.of.name), ...words.figures(last, 'last'), ...alikeText(likeLast)]),
    '.',
  ];
}

/** The first and the last of a ranking, and who cannot be told from them: a winner among equals is none. */
interface Ends {
  readonly first: Ranked;
  readonly likeFirst: readonly Ranked[];
  readonly last: Ranked;
  readonly likeLast: readonly Ranked[];
  /** The last cannot be told from the first. */
  readonly allAlike: boolean;
}

function endsOf(figures: ReportFigures, metric: Metric, all: readonly Ranked[]): Ends | null {
  const [first] = all;
  const last = all.at(-1);
  if (!first || !last) return null;
  const like = (one: Ranked) =>
    all.filter((other) => other !== one && !isToldApart(figures, other.of, one.of, metric));
  const [likeFirst, likeLast] = [like(first), like(last)];
  return { first, likeFirst, last, likeLast, allAlike: first !== last && likeFirst.includes(last) };
}

/** ` (no difference told: replicas 190)`; nothing where it stands alone. */
function alikeText(alike: readonly Ranked[]): Sentence['parts'] {
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

/** With a capital at the beginning. */
export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
