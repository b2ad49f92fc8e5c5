import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { drawing } from '../drawing/drawing.js';
import { html, type Html } from '../html.js';
import { named } from '../identity.js';
import type { Section } from '../section.js';
import { type Column, table } from '../table.js';
import { costCells } from './cost-cell.js';
import { metricCell } from './metric-cell.js';
import { promisesCell, telling } from './promises-cell.js';
import { anomaliesCell, outageCell, violationsCell } from './safety-cells.js';

const [answer, end] = ['Answered after, ms', 'Decided after, ms'];
const columns: readonly Column[] = [
  { label: 'Profile', className: 'who' },
  { label: 'Where its data lives', sortable: false, className: 'where' },
  { label: 'Promises that tell them apart', sortable: false, className: 'promised' },
  { label: 'Broken promises' },
  { label: 'Saturation, checkouts/s', numeric: true },
  { label: 'Goodput, checkouts/s', numeric: true },
  { label: 'p50', numeric: true, group: answer },
  { label: 'p99', numeric: true, group: answer },
  { label: 'p50', numeric: true, group: end },
  { label: 'p99', numeric: true, group: end },
  { label: 'Anomalies per 10,000', className: 'rates' },
  { label: 'What an outage takes down', className: 'outage' },
  { label: 'CPU ms per checkout', numeric: true, group: 'Cost' },
  { label: 'Memory, MB', numeric: true, group: 'Cost' },
  { label: 'Processes to run', numeric: true, group: 'Cost' },
];

/** A row per profile, with all that one decides by. */
export function decisionSection(figures: ReportFigures): Section {
  const shown = telling(figures);
  const { headline, results } = figures;
  return {
    id: 'decide',
    title: 'Side by side',
    lead: html`Goodput, latencies and cost ${headline.text}. Medians of the repeats; beneath each its interval of 95 %, and what it
      is of ${results.settings.baseline}’s in pairs of the same repeat. What lies within the noise reads <em>no difference</em>.
      A checkout is <em>answered</em> when the client hears of it, and <em>decided</em> when its order is final.`,
    body: [
      table({
        caption: 'The profiles, one a row. Press a heading to sort by it.',
        columns,
        rows: figures.profiles.map((of) => row(figures, of, shown)),
        sortable: true,
        className: 'decision',
        id: 'decision-table',
      }),
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
      content: [named(of), html`<span class="about">${facts.description}</span>`],
    },
    [
      drawing(facts),
      html`<span class="about">${facts.coordination}, ${facts.transport}${facts.eventSourced.length > 0 && `, ${facts.eventSourced.length} kept as events`}</span>`,
    ],
    promisesCell(facts, shown),
    violationsCell(of),
    ...metric('saturation', 'goodput', 'acknowledgement-p50', 'acknowledgement-p99'),
    ...metric('completion-p50', 'completion-p99'),
    anomaliesCell(of),
    outageCell(of),
    ...costCells(figures, of),
  ];
}

const key: Html = html`<p class="key">
  In the drawings: a framed box is a service (outlines behind it are its replicas), a small square a module by its first two letters,
  doubly framed where it keeps events; a cylinder is a database, ES the Event Store; a bar above is the gateway, a rounded one the broker.
</p>`;
