import { numberText } from '../../figures/number-text.js';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { chart } from '../chart.js';
import { quoted } from '../figure.js';
import { html, type Html } from '../html.js';
import { identityOf, named } from '../identity.js';
import { nothing } from '../section.js';
import { table } from '../table.js';
import { axis, base, categories, tip } from './axes.js';

type Span = readonly [p50: number, tail: number];

interface Row {
  readonly of: ProfileFigures;
  readonly answered: Span;
  readonly decided: Span;
}

/** Both latencies of each profile under each other, each from its p50 to what tells of the slow ones. */
export function answerAndEnd(figures: ReportFigures): Html {
  const { profiles, tail } = figures;
  const slow = tail ?? 'slowest';
  const rows = profiles.flatMap((of): readonly Row[] => {
    const answered = spanOf(of, 'acknowledgement', tail);
    const decided = spanOf(of, 'completion', tail);
    return answered && decided ? [{ of, answered, decided }] : [];
  });
  if (rows.length === 0)
    return nothing('No checkout was measured, so answers and decisions cannot be compared.');
  const bars = rows.flatMap(({ of, answered, decided }) => [
    { of, name: `${of.name}, answered`, span: answered, filled: false },
    { of, name: `${of.name}, decided`, span: decided, filled: true },
  ]);
  return chart({
    id: 'answer-and-end',
    title: 'Decided against answered',
    lead: html`Two lines a profile: the upper one until the answer (hollow marks), the lower one until the
    decision (filled marks); each from the p50 to the ${slow}. Where they lie over each other, an answer is
    the decision.`,
    alternative: rows
      .map(
        ({ of, answered, decided }) =>
          `${of.name}: answered after ${numberText(answered[0])} ms (${slow} ${numberText(answered[1])}), decided after ${numberText(decided[0])} ms (${slow} ${numberText(decided[1])})`,
      )
      .join('; '),
    option: {
      ...base,
      tooltip: tip('@span'),
      xAxis: axis('ms (logarithmic)', { type: 'log' }),
      yAxis: categories(bars.map(({ name }) => name)),
      series: bars.map(({ of, name, span, filled }) => {
        const { colour, symbol } = identityOf(of);
        return {
          type: 'line',
          name,
          data: span.map((ms, index) => ({ name: index === 0 ? 'p50' : slow, value: [ms, name] })),
          symbol,
          symbolSize: 11,
          lineStyle: { color: colour, width: filled ? 4 : 2, type: filled ? 'solid' : 'dashed' },
          itemStyle: { color: filled ? colour : 'var(--paper)', borderColor: colour, borderWidth: 2 },
        };
      }),
    },
    size: 'rows',
    numbers: table({
      caption: 'Answered and decided, ms',
      columns: [
        { label: 'Profile' },
        { label: 'p50', numeric: true, group: 'Answered' },
        { label: slow, numeric: true, group: 'Answered' },
        { label: 'n', numeric: true, group: 'Answered' },
        { label: 'p50', numeric: true, group: 'Decided' },
        { label: slow, numeric: true, group: 'Decided' },
        { label: 'n', numeric: true, group: 'Decided' },
      ],
      rows: rows.map(({ of, answered, decided }) => [
        named(of),
        ...answered.map((ms, index) => quoted(`acknowledgement-${index === 0 ? 'p50' : slow}`, of.name, ms)),
        numberText(of.counted?.acknowledgement.count ?? 0),
        ...decided.map((ms, index) => quoted(`completion-${index === 0 ? 'p50' : slow}`, of.name, ms)),
        numberText(of.counted?.completion.count ?? 0),
      ]),
    }),
  });
}

function spanOf(
  of: ProfileFigures,
  which: 'acknowledgement' | 'completion',
  tail: ReportFigures['tail'],
): Span | null {
  const p50 = of.figure(`${which}-p50`)?.value;
  const slow = tail ? of.figure(`${which}-${tail}`)?.value : of.counted?.[which].slowest;
  return p50 !== undefined && slow !== undefined ? [Math.max(p50, 0.01), Math.max(slow, 0.01)] : null;
}
