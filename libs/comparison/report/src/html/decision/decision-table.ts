import { PATIENCE_MS } from '@comparison/protocol';
import { costBasis } from '../../figures/cost-figures.js';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { drawing } from '../drawing/drawing.js';
import { html, type Html } from '../html.js';
import { named } from '../identity.js';
import type { Section } from '../section.js';
import { type Column, table } from '../table.js';
import { operationCell } from './cost-cell.js';
import { inTimeCell, medianCell, metricCell, saturationCell, tailCell } from './metric-cell.js';
import { promisesCell, telling } from './promises-cell.js';
import { anomaliesCell, outageCell } from './safety-cells.js';

const over = (group: string, label: string) => html`<span class="over">${group}</span> ${label}`;

function columnsOf({ tail }: ReportFigures): readonly Column[] {
  const slow = tail ? `${tail}, ms` : 'slowest, ms';
  return [
    { label: 'Profile, and where its data lives', className: 'who' },
    { label: 'Promises', className: 'promised' },
    { label: over('Saturation', 'checkouts/s'), numeric: true },
    { label: over('In time', 'of those due'), numeric: true },
    { label: over('Answered', 'p50, ms'), numeric: true, className: 'answered' },
    { label: over('Answered', slow), numeric: true },
    { label: over('Decided', 'p50, ms'), numeric: true, className: 'decided' },
    { label: over('Decided', slow), numeric: true },
    { label: over('Anomalies', 'per 10,000'), className: 'rates' },
    { label: over('An outage', 'takes down'), className: 'outage' },
    { label: over('Cost', 'CPU ms each'), numeric: true },
    { label: over('To run', 'processes'), numeric: true },
  ];
}

/** A row per profile, with all that one decides by. */
export function decisionSection(figures: ReportFigures): Section {
  const shown = telling(figures);
  const { headline, results } = figures;
  const hasBracket = results.runs.some(({ bracket }) => bracket !== undefined);
  const isOpen = results.ratios.some(({ openEnded }) => openEnded);
  return {
    id: 'decide',
    title: 'Side by side',
    lead: '',
    body: [
      table({
        caption:
          'The profiles, one a row; a heading sorts by it. On a narrow screen the table scrolls sideways.',
        columns: columnsOf(figures),
        rows: figures.profiles.map((of) => row(figures, of, shown)),
        sortable: true,
        className: 'decision',
        id: 'decision-table',
      }),
      html`<p class="key">
        Latencies, cost and what is decided in time ${headline.text}. Medians of the runs; beneath each its
        interval of 95 %, how many checkouts it is made of (n) or the slowest of them (max), and what it is of
        ${results.settings.baseline}’s in pairs of the same repeat. What lies within the noise reads
        <em>no difference</em>.
        ${hasBracket && 'Beneath a saturation are the rates, in transactions/s, between which the search for it ended.'}
        ${isOpen && html`Where the smaller of two is no more than a lower bound, the difference is <em>not known</em>.`}
        A checkout is <em>answered</em> when the client hears of it, and <em>decided</em> when its order is
        final; in time is within ${PATIENCE_MS / 1000} s of when it was due. ${tailText(figures)} A cost is of
        one checkout, ${costBasis(figures)}. Promises are those that tell the profiles apart.
      </p>`,
      key,
    ],
  };
}

function tailText({ tail }: ReportFigures): string {
  if (tail === 'p99') return '';
  return tail === 'p90'
    ? 'For a p99 too few were counted (300 are needed): p90 and the slowest stand for it.'
    : 'For percentiles of slow ones too few were counted: the slowest stands for them.';
}

function row(figures: ReportFigures, of: ProfileFigures, shown: ReadonlySet<string>) {
  const { facts, name } = of;
  return [
    {
      sort: name,
      content: [
        named(of),
        drawing(facts),
        html`<span class="about"
          >${facts.description} <span class="axes">${facts.coordination}, ${facts.transport}</span></span
        >`,
      ],
    },
    promisesCell(of, shown),
    saturationCell(figures, of),
    inTimeCell(figures, of),
    ...(['acknowledgement', 'completion'] as const).flatMap((which) => [
      medianCell(figures, of, which),
      tailCell(figures, of, which),
    ]),
    anomaliesCell(of),
    outageCell(of),
    metricCell(figures, of, 'cpu-per-checkout'),
    operationCell(of),
  ];
}

const key: Html = html`<p class="key">
  In the drawings: a framed box is a service (outlines behind it are its replicas), a small square a module by
  its first two letters, doubly framed where it keeps events; a cylinder is a database, ES the Event Store; a
  bar above is the gateway, a rounded one the broker.
</p>`;
