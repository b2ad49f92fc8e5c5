import type { Cost, Run } from '@comparison/protocol';
import { numberText } from '../../figures/number-text.js';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { median } from '../../statistics/quantiles.js';
import { chart } from '../chart.js';
import { quoted } from '../figure.js';
import { html, type Html } from '../html.js';
import { named } from '../identity.js';
import { nothing, type Section } from '../section.js';
import { table } from '../table.js';
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
  const { headline } = figures;
  const shown = figures.profiles
    .map((of) => ({ of, costs: of.measured.flatMap((run) => costsOf(run, headline.stretch)) }))
    .filter(({ costs }) => costs.length > 0);
  return {
    id: 'cost',
    title: 'What a checkout costs',
    lead: html`Per completed checkout ${headline.text}, medians of the repeats. The payment provider is
    outside and not counted.`,
    body:
      shown.length === 0 ? nothing('No cost was measured in this run.') : [cpuChart(shown), resources(shown)],
  };
}

interface Shown {
  readonly of: ProfileFigures;
  readonly costs: readonly Cost[];
}

function cpuChart(shown: readonly Shown[]): Html {
  const cpu = ({ costs }: Shown, part: keyof Cost['cpuMs']) => middle(costs.map(({ cpuMs }) => cpuMs[part]));
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
        ...parts.map(([part]) => {
          const value = cpu(one, part);
          return value === null ? '–' : quoted(`cpu-${part}`, one.of.name, value);
        }),
      ]),
    }),
  });
}

function resources(shown: readonly Shown[]): Html {
  return table({
    caption: 'Everything else that a checkout takes, and what the deployment holds',
    columns: [
      { label: 'Profile' },
      ...others.map(([, label]) => ({ label, numeric: true, group: 'Per checkout' })),
      { label: 'Memory, MB', numeric: true, group: 'In all' },
      { label: 'Connections', numeric: true, group: 'In all' },
      { label: 'Hops', numeric: true, group: 'As explained' },
      { label: 'Commits', numeric: true, group: 'As explained' },
      { label: 'Messages', numeric: true, group: 'As explained' },
    ],
    rows: shown.map(({ of, costs }) => [
      { sort: of.name, content: named(of) },
      ...[...others.map(([key]) => key), 'memoryMb' as const, 'connections' as const].map((key) => {
        const value = middle(costs.map((cost) => cost[key]));
        return value === null
          ? { sort: '', content: '–' }
          : { sort: value, content: quoted(key, of.name, value) };
      }),
      of.facts.checkout.hops,
      of.facts.checkout.commits,
      of.facts.checkout.messages,
    ]),
    sortable: true,
  });
}

function costsOf({ stretches }: Run, stretch: string | null): readonly Cost[] {
  return stretches.filter(({ id }) => id === stretch).flatMap(({ cost }) => cost ?? []);
}

function middle(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}

function text(value: number | null): string {
  return value === null ? 'not measured' : numberText(value);
}
