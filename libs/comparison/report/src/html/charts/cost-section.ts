import type { AtRest, Cost } from '@comparison/protocol';
import {
  besidesCheckouts,
  costBasis,
  type CostFigures,
  costFigures,
  isAboveRest,
} from '../../figures/cost-figures.js';
import { numberText } from '../../figures/number-text.js';
import type { ReportFigures } from '../../figures/profile-figures.js';
import { median } from '../../statistics/quantiles.js';
import { chart } from '../chart.js';
import { quoted } from '../figure.js';
import { html, type Html } from '../html.js';
import { named } from '../identity.js';
import { nothing, type Section } from '../section.js';
import { type Cell, table } from '../table.js';
import { axis, base, categories, tip } from './axes.js';

const parts = [
  ['services', 'services', 'var(--p1)'],
  ['databases', 'databases', 'var(--p3)'],
  ['broker', 'broker', 'var(--p2)'],
  ['gateway', 'gateway', 'var(--p5)'],
  ['eventStore', 'Event Store', 'var(--p4)'],
] as const;

const others = [
  ['statements', 'Statements'],
  ['commits', 'Commits'],
  ['walBytes', 'WAL, bytes'],
  ['messages', 'Messages'],
  ['wireBytes', 'On the wire, bytes'],
] as const;

export function costSection(figures: ReportFigures): Section {
  const { headline, results } = figures;
  const shown = costFigures(figures);
  const besides = besidesCheckouts(
    results.runs.flatMap(({ stretches }) => stretches.filter(({ id }) => id === headline.stretch)),
  );
  return {
    id: 'cost',
    title: 'What a checkout costs, and what goes with it',
    lead: html`Per completed checkout ${headline.text}, ${costBasis(figures)}; medians of the runs.
    ${besides !== '' && html`With each checkout went ${besides}.`} The payment provider is outside and not
    counted.`,
    body:
      shown.length === 0
        ? nothing('No cost was measured in this run.')
        : [cpuChart(shown), resources(shown), isAboveRest(figures) && atRest(shown)],
  };
}

function cpuChart(shown: readonly CostFigures[]): Html {
  const cpu = ({ costs }: CostFigures, part: keyof Cost['cpuMs']) =>
    middle(costs.map(({ cpuMs }) => cpuMs[part]));
  return chart({
    id: 'cpu-by-part',
    title: 'Processor time by part',
    lead: html`<span class="legend"
        >${parts.map(([, name], index) => html`<span class="part part${index}">${name}</span> `)}</span
      >
      from left to right in each bar, also told apart by their patterns.`,
    alternative: shown
      .map(
        (one) =>
          `${one.of.name}: ${parts.map(([part, name]) => `${name} ${text(cpu(one, part))}`).join(', ')} ms`,
      )
      .join('; '),
    option: {
      ...base,
      tooltip: tip('@stack'),
      xAxis: axis('CPU ms per checkout', { min: 0 }),
      yAxis: categories(shown.map(({ of }) => of.name)),
      series: parts.map(([part, name, colour]) => ({
        ...{ type: 'bar', stack: 'cpu', name, barMaxWidth: 14 },
        itemStyle: { color: colour, borderColor: 'var(--paper)', borderWidth: 1 },
        data: shown.map((one) => cpu(one, part) ?? 0),
      })),
    },
    numbers: table({
      caption: 'Processor time by part, ms per completed checkout',
      columns: [{ label: 'Profile' }, ...parts.map(([, name]) => ({ label: name, numeric: true }))],
      rows: shown.map((one) => [
        named(one.of),
        ...parts.map(([part]) => cell(`cpu-${part}`, one, cpu(one, part))),
      ]),
    }),
  });
}

function resources(shown: readonly CostFigures[]): Html {
  return table({
    caption: 'Everything else that goes with a checkout, and what the deployment holds',
    columns: [
      { label: 'Profile' },
      ...others.map(([, label]) => ({ label, numeric: true, group: 'Per checkout, and what goes with it' })),
      { label: 'Memory, MB', numeric: true, group: 'In all' },
      { label: 'Connections', numeric: true, group: 'In all' },
      { label: 'Hops', numeric: true, group: 'The checkout alone, as explained' },
      { label: 'Commits', numeric: true, group: 'The checkout alone, as explained' },
      { label: 'Messages', numeric: true, group: 'The checkout alone, as explained' },
    ],
    rows: shown.map((one) => [
      { sort: one.of.name, content: named(one.of) },
      ...[...others.map(([key]) => key), 'memoryMb' as const, 'connections' as const].map((key) =>
        cell(key, one, middle(one.costs.map((cost) => cost[key]))),
      ),
      one.of.facts.checkout.hops,
      one.of.facts.checkout.commits,
      one.of.facts.checkout.messages,
    ]),
    sortable: true,
  });
}

/** What is paid when nobody buys; it is not in the costs above. */
function atRest(shown: readonly CostFigures[]): Html {
  const rest = (one: CostFigures, of: (rest: AtRest) => number | null) => middle(one.rests.map(of));
  const cpu = ({ cpuMs: { services, databases, broker, gateway, eventStore } }: AtRest) =>
    [services, databases, broker, gateway, eventStore].reduce<number>((sum, part) => sum + (part ?? 0), 0);
  return table({
    caption:
      'At rest, per second: what the deployment uses while nothing is asked of it, pollers and heartbeats (and the looks of whoever watches it). It is not in the costs above. WAL is, as what of it is written at rest is the tidying up after what went before.',
    columns: [
      { label: 'Profile' },
      { label: 'CPU, ms', numeric: true },
      ...others.map(([, label]) => ({ label, numeric: true })),
    ],
    rows: shown.map((one) => [
      { sort: one.of.name, content: named(one.of) },
      cell('rest-cpu', one, rest(one, cpu)),
      ...others.map(([key]) =>
        cell(
          `rest-${key}`,
          one,
          rest(one, (of) => of[key]),
        ),
      ),
    ]),
    sortable: true,
  });
}

function cell(figure: string, { of }: CostFigures, value: number | null): Cell {
  return value === null
    ? { sort: '', content: '–' }
    : { sort: value, content: quoted(figure, of.name, value) };
}

function middle(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}

function text(value: number | null): string {
  return value === null ? 'not measured' : numberText(value);
}
