import type { Metric, Results } from '@comparison/protocol';
import { conclusions } from '../conclusions/conclusions.js';
import { limits } from '../conclusions/limits.js';
import { incompleteNotice } from '../conclusions/notice.js';
import { plainText } from '../conclusions/sentence.js';
import { rateOf, seenMostFirst } from '../figures/anomalies.js';
import { differenceText, ratioOf } from '../figures/difference.js';
import { countText, numberText } from '../figures/number-text.js';
import { type ProfileFigures, type ReportFigures, reportFigures } from '../figures/profile-figures.js';
import { printable } from './printable.js';
import { columns, painter, type TextOptions, widthOf, wrap } from './layout.js';

/**
 * The decision table and the conclusions for a terminal.
 *
 * @param options.width where the table does not fit, a block per profile takes its place
 */
export function summary(given: Results, options: TextOptions): string {
  const figures = reportFigures(printable(given));
  const { results } = figures;
  const paint = painter(options);
  const notice = incompleteNotice(results);
  const told = conclusions(figures).map((sentence) =>
    wrap(
      `${paint(sentence.grave ? 'red' : 'bold', `${sentence.topic}.`)} ${plainText(sentence)}`,
      options.width,
    ),
  );
  const paragraph = (text: string) => wrap(text, options.width);
  return [
    ...(notice === null ? [] : [paint('red', paragraph(notice)), '']),
    paragraph(`${countText(figures.profiles.length, 'profile')}, ${figures.headline.text}:`),
    '',
    profileTable(figures, options),
    '',
    ...told.flatMap((text) => [text, '']),
    paint('dim', paragraph(`What this does not tell. ${limits(results).join(' ')}`)),
  ].join('\n');
}

const head = [
  ...[
    'profile',
    'broken',
    'saturation',
    'in time',
    'answered',
    'decided',
    'n',
    'worst anomaly',
    'parts that',
    'CPU ms',
    'MB',
  ],
  'processes',
];
const unitsOf = (slow: string) => [
  ...['', 'promises', '/s', 'of due', `p50/${slow} ms`, `p50/${slow} ms`, '', 'per 10,000'],
  ...['stop all', 'each', '', '(databases)'],
];

function profileTable(figures: ReportFigures, options: TextOptions): string {
  const rows = figures.profiles.map((of) => row(figures, of, options));
  const units = unitsOf(figures.tail ?? 'slowest');
  const wide = columns(head, [[...units], ...rows], [2, 3, 4, 5, 6, 8, 9, 10, 11]);
  if (widthOf(wide) <= options.width) return wide;
  const labels = head.map((label, index) => `${label} ${units[index] ?? ''}`.trim());
  return rows
    .map(([name = '', ...values]) =>
      [
        painter(options)('bold', name),
        ...values.map((value, index) =>
          wrap(`${labels[index + 1] ?? ''}: ${value}`, options.width, '    ', '  '),
        ),
      ].join('\n'),
    )
    .join('\n\n');
}

function row(figures: ReportFigures, of: ProfileFigures, options: TextOptions): readonly string[] {
  const paint = painter(options);
  const { violations, outages, facts } = of;
  const ids = [...new Set(violations.map(({ invariant }) => invariant))];
  const judged = of.runs.some((run) => run.verdicts.length > 0 || run.faults.length > 0);
  const value = (metric: Metric) => {
    const figure = of.figure(metric);
    return figure ? numberText(figure.value) : '-';
  };
  const against = (metric: Metric) => {
    const ratio = ratioOf(figures, of.name, metric);
    return ratio ? ` (${differenceText(figures, ratio)})` : '';
  };
  const latencies = (which: 'acknowledgement' | 'completion') => {
    const { slowest, count } = of.counted?.[which] ?? { slowest: 0, count: 0 };
    if (count === 0) return '-';
    const slow = figures.tail ? value(`${which}-${figures.tail}`) : numberText(slowest);
    return `${value(`${which}-p50`)} / ${slow}`;
  };
  const { inTime = 0, due = 0 } = of.counted ?? {};
  return [
    of.name,
    violations.length > 0
      ? paint('red', `${violations.length}: ${ids.join(', ')}`)
      : judged
        ? paint('green', 'none')
        : 'not judged',
    `${value('saturation')}${against('saturation')}`,
    due === 0 ? '-' : `${numberText(inTime)} of ${numberText(due)}`,
    ...[latencies('acknowledgement'), latencies('completion')],
    of.counted ? numberText(of.counted.completion.count) : '-',
    worstAnomaly(of),
    `${outages.stopping} of ${outages.parts}`,
    value('cpu-per-checkout'),
    value('memory'),
    `${facts.processes} (${facts.databases.length})`,
  ];
}

function worstAnomaly({ anomalies }: ProfileFigures): string {
  if (anomalies.every(({ looks }) => looks === 0)) return 'not looked for';
  const [worst] = seenMostFirst(anomalies);
  if (!worst) return 'none';
  const rate = rateOf(worst);
  const seen = rate === null ? `${worst.occurrences} of ${worst.looks}` : numberText(rate);
  return `${seen} ${worst.name}`;
}
