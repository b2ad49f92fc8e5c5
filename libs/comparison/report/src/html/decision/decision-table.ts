import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { drawing } from '../drawing/drawing.js';
import { html, type Html } from '../html.js';
import { named } from '../identity.js';
import type { Section } from '../section.js';
import { type Column, table } from '../table.js';
import { operationCell } from './cost-cell.js';
import { metricCell } from './metric-cell.js';
import { promisesCell, telling } from './promises-cell.js';
import { anomaliesCell, outageCell } from './safety-cells.js';

const over = (group: string, label: string) => html`<span class="over">${group}</span> ${label}`;

const columns: readonly Column[] = [
  { label: 'Profile, and where its data lives', className: 'who' },
  { label: 'Promises', className: 'promised' },
  { label: over('Saturation', 'checkouts/s'), numeric: true },
  { label: over('Goodput', 'checkouts/s'), numeric: true },
  { label: over('Answered', 'p50, ms'), numeric: true, className: 'answered' },
  { label: over('Answered', 'p99, ms'), numeric: true },
  { label: over('Decided', 'p50, ms'), numeric: true, className: 'decided' },
  { label: over('Decided', 'p99, ms'), numeric: true },
  { label: over('Anomalies', 'per 10,000'), className: 'rates' },
  { label: over('An outage', 'takes down'), className: 'outage' },
  { label: over('Cost', 'CPU ms each'), numeric: true },
  { label: over('To run', 'processes'), numeric: true },
];

/** A row per profile, with all that one decides by. */
export function decisionSection(figures: ReportFigures): Section {
  const shown = telling(figures);
  const { headline, results } = figures;
  return {
    id: 'decide',
    title: 'Side by side',
    lead: '',
    body: [
      table({
        caption:
          'The profiles, one a row; a heading sorts by it. On a narrow screen the table scrolls sideways.',
        columns,
        rows: figures.profiles.map((of) => row(figures, of, shown)),
        sortable: true,
        className: 'decision',
        id: 'decision-table',
      }),
      html`<p class="key">
        Goodput, latencies and cost ${headline.text}. Medians of the repeats; beneath each its interval of 95
        %, and what it is of ${results.settings.baseline}’s in pairs of the same repeat. What lies within the
        noise reads <em>no difference</em>. Promises are those that tell the profiles apart. A checkout is
        <em>answered</em> when the client hears of it, and <em>decided</em> when its order is final.
      </p>`,
      key,
    ],
  };
}

function row(figures: ReportFigures, of: ProfileFigures, shown: ReadonlySet<string>) {
  const { facts, name } = of;
  const metric = (...names: readonly Parameters<typeof metricCell>[2][]) =>
    names.map((one) => metricCell(figures, of, one));
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
    ...metric('saturation', 'goodput', 'acknowledgement-p50', 'acknowledgement-p99'),
    ...metric('completion-p50', 'completion-p99'),
    anomaliesCell(of),
    outageCell(of),
    ...metric('cpu-per-checkout'),
    operationCell(of),
  ];
}

const key: Html = html`<p class="key">
  In the drawings: a framed box is a service (outlines behind it are its replicas), a small square a module by
  its first two letters, doubly framed where it keeps events; a cylinder is a database, ES the Event Store; a
  bar above is the gateway, a rounded one the broker.
</p>`;
