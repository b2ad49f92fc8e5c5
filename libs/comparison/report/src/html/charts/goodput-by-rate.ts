import type { Stretch } from '@comparison/protocol';
import { stretchLabel } from '../../figures/headline.js';
import { numberText } from '../../figures/number-text.js';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { chart } from '../chart.js';
import { quoted } from '../figure.js';
import { html, type Html } from '../html.js';
import { named } from '../identity.js';
import { nothing, type Section } from '../section.js';
import { table } from '../table.js';
import { axis, base, line, upright } from './axes.js';

interface Point {
  readonly stretch: Stretch;
  readonly repeat: number;
  readonly offered: number;
  readonly goodput: number;
}

export function goodputSection(figures: ReportFigures): Section {
  const lead =
    'How many checkouts end as they should while more and more transactions are begun, whatever becomes of the others.';
  const shown = figures.profiles
    .map((of) => ({ of, points: pointsOf(of) }))
    .filter(({ points }) => points.length > 0);
  const body =
    shown.length === 0
      ? nothing('No stretch offered load at a rate, so there is nothing to draw.')
      : goodputChart(shown);
  return { id: 'goodput', title: 'Goodput against offered rate', lead, body };
}

function goodputChart(
  shown: readonly { readonly of: ProfileFigures; readonly points: readonly Point[] }[],
): Html {
  const most = shown.toSorted((a, b) => top(b.points) - top(a.points))[0];
  return chart({
    id: 'goodput-by-rate',
    title: 'Checkouts completed against transactions offered',
    lead: html`Each point is a stretch of load, of the search or of a measurement. A line that goes on
    straight keeps up; where it bends, the profile is full; where it falls, it is worse than full.`,
    alternative: `A line per profile of goodput over offered rate. ${most ? `${most.of.name} reaches most: ${numberText(top(most.points))} checkouts per second.` : ''}`,
    profiles: shown.map(({ of }) => of),
    option: {
      ...base,
      xAxis: axis('offered, transactions/s', { min: 0 }),
      yAxis: upright('goodput, checkouts/s', { min: 0 }),
      series: shown.map(({ of, points }) =>
        line(
          of,
          points.map(({ offered, goodput }) => [offered, goodput]),
        ),
      ),
    },
    size: 'tall',
    numbers: table({
      caption: 'Offered rate and goodput of each stretch',
      columns: [
        { label: 'Profile' },
        { label: 'Repeat', numeric: true },
        { label: 'Stretch' },
        { label: 'Offered, transactions/s', numeric: true },
        { label: 'Dropped', numeric: true },
        { label: 'Goodput, checkouts/s', numeric: true },
      ],
      rows: shown.flatMap(({ of, points }) =>
        points.map(({ stretch, repeat, offered, goodput }) => [
          { sort: of.name, content: named(of) },
          repeat,
          `${stretch.id} (${stretchLabel(stretch)})`,
          numberText(offered),
          numberText(stretch.measured.dropped),
          quoted(`goodput-of-${stretch.id}-${repeat}`, of.name, goodput),
        ]),
      ),
      sortable: true,
    }),
  });
}

function pointsOf({ measured }: ProfileFigures): readonly Point[] {
  return measured
    .flatMap(({ repeat, stretches }) =>
      stretches
        .filter(({ purpose, measured: { loop } }) => purpose !== 'fault' && loop.type === 'open')
        .map((stretch) => ({
          ...{ stretch, repeat, offered: stretch.measured.offered / stretch.measured.seconds },
          goodput: stretch.measured.goodput,
        })),
    )
    .toSorted((a, b) => a.offered - b.offered);
}

const top = (points: readonly Point[]) => Math.max(...points.map(({ goodput }) => goodput));
