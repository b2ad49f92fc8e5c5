import { PATIENCE_MS, type Stretch } from '@comparison/protocol';
import { stretchLabel } from '../../figures/headline.js';
import { numberText } from '../../figures/number-text.js';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { chart } from '../chart.js';
import { quoted } from '../figure.js';
import { html, type Html } from '../html.js';
import { identityOf, named } from '../identity.js';
import { nothing, type Section } from '../section.js';
import { table } from '../table.js';
import { axis, base, line, upright } from './axes.js';

interface Point {
  readonly stretch: Stretch;
  readonly repeat: number;
  readonly offered: number;
  readonly goodput: number;
  /** Above the rate that the search of its run found to be sustained. */
  readonly isTooMuch: boolean;
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
    lead: html`Each point is a stretch of load, of the search or of a measurement; a hollow one was more than
    the search found to be sustained. A line that goes on straight keeps up. Where it bends, not all that
    comes is decided as it should be within ${PATIENCE_MS / 1000} s; where it falls, ever more customers wait
    longer than that.`,
    alternative: `A line per profile of goodput over offered rate. ${most ? `${most.of.name} reaches most: ${numberText(top(most.points))} checkouts per second.` : ''}`,
    profiles: shown.map(({ of }) => of),
    option: {
      ...base,
      xAxis: axis('offered, transactions/s', { min: 0 }),
      yAxis: upright('goodput, checkouts/s', { min: 0 }),
      series: shown.map(({ of, points }) =>
        line(
          of,
          points.map(({ offered, goodput, isTooMuch }) =>
            isTooMuch
              ? { value: [offered, goodput], itemStyle: { color: 'var(--paper)', borderWidth: 2 } }
              : [offered, goodput],
          ),
          { itemStyle: { color: identityOf(of).colour, borderColor: identityOf(of).colour } },
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
        { label: 'Sustained' },
      ],
      rows: shown.flatMap(({ of, points }) =>
        points.map(({ stretch, repeat, offered, goodput, isTooMuch }) => [
          { sort: of.name, content: named(of) },
          repeat,
          `${stretch.id} (${stretchLabel(stretch)})`,
          numberText(offered),
          numberText(stretch.measured.dropped),
          quoted(`goodput-of-${stretch.id}-${repeat}`, of.name, goodput),
          isTooMuch ? 'too much' : 'yes',
        ]),
      ),
      sortable: true,
    }),
  });
}

function pointsOf({ measured }: ProfileFigures): readonly Point[] {
  return measured
    .flatMap(({ repeat, stretches, bracket }) =>
      stretches
        .filter(({ purpose, measured: { loop } }) => purpose !== 'fault' && loop.type === 'open')
        .map((stretch) => ({
          ...{ stretch, repeat, offered: stretch.measured.offered / stretch.measured.seconds },
          goodput: stretch.measured.goodput,
          isTooMuch: bracket !== undefined && rateOf(stretch) > bracket.low,
        })),
    )
    .toSorted((a, b) => a.offered - b.offered);
}

const rateOf = ({ measured: { loop } }: Stretch) => (loop.type === 'open' ? loop.perSecond : 0);
const top = (points: readonly Point[]) => Math.max(...points.map(({ goodput }) => goodput));
