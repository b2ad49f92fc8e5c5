import type { Latency } from '@comparison/protocol';
import { numberText } from '../../figures/number-text.js';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { median } from '../../statistics/quantiles.js';
import { chart } from '../chart.js';
import { quoted } from '../figure.js';
import { html, type Html } from '../html.js';
import { named } from '../identity.js';
import { nothing } from '../section.js';
import { table } from '../table.js';
import { base, line, tip, upright } from './axes.js';
import { at, nines, percentileAxis, shownPercentiles } from './percentile-axis.js';

interface Curve {
  readonly of: ProfileFigures;
  readonly points: readonly (readonly [number, number])[];
}

interface CurvesOptions {
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  /** The distributions of a profile, one a run. */
  readonly latencies: (of: ProfileFigures) => readonly Latency[];
  /** Said where no profile has any. */
  readonly none: string;
}

/** A curve per profile: the median over its runs at each percentile. */
export function latencyCurves({ profiles }: ReportFigures, options: CurvesOptions): Html {
  const { id, title, lead, latencies, none } = options;
  const curves = profiles
    .map((of) => ({ of, points: curveOf(latencies(of)) }))
    .filter(({ points }) => points.length > 0);
  if (curves.length === 0) return nothing(none);
  const percentiles = [...new Set(curves.flatMap(({ points }) => points.map(([percentile]) => percentile)))];
  return chart({
    ...{ id, title, lead, profiles: curves.map(({ of }) => of) },
    alternative: `A line per profile, duration over percentile. ${curves.map(sentence).join('; ')}.`,
    option: {
      ...base,
      tooltip: tip('@percentile-point'),
      xAxis: percentileAxis(nines(Math.max(...percentiles))),
      yAxis: { ...upright('ms (logarithmic)', { type: 'log' }) },
      series: curves.map(({ of, points }) =>
        line(
          of,
          // A logarithmic axis has no place for a duration of nothing.
          points.map(([percentile, ms]) => [nines(percentile), Math.max(ms, 0.01)]),
        ),
      ),
    },
    numbers: table({
      caption: html`${title}: ms at each percentile`,
      columns: [
        { label: 'Profile' },
        ...percentiles.map((percentile) => ({ label: `p${percentile}`, numeric: true })),
      ],
      rows: curves.map(({ of, points }) => [
        { sort: of.name, content: named(of) },
        ...percentiles.map((percentile) => {
          const ms = points.find(([known]) => known === percentile)?.[1];
          return ms === undefined
            ? { sort: '', content: '–' }
            : { sort: ms, content: quoted(`${id}-p${percentile}`, of.name, ms) };
        }),
      ]),
      sortable: true,
    }),
  });
}

function curveOf(latencies: readonly Latency[]): Curve['points'] {
  return shownPercentiles.flatMap((percentile) => {
    const known = latencies.flatMap((latency) => at(latency, percentile) ?? []);
    return known.length === 0 ? [] : [[percentile, median(known)] as const];
  });
}

function sentence({ of, points }: Curve): string {
  const ms = (wanted: number) => points.find(([percentile]) => percentile === wanted)?.[1];
  const [p50, p99] = [ms(50), ms(99)];
  const tail = p99 === undefined ? '' : `, p99 ${numberText(p99)} ms`;
  return `${of.name} p50 ${p50 === undefined ? 'not known' : `${numberText(p50)} ms`}${tail}`;
}
