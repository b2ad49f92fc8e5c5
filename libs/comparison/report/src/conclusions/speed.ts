import { numberText } from '../figures/number-text.js';
import type { ReportFigures } from '../figures/profile-figures.js';
import { againstBaseline, quote, ranked } from './quote.js';
import type { Sentence } from './sentence.js';

/** Who can do most, and who least. */
export function saturationSentence(figures: ReportFigures): Sentence | null {
  const all = ranked(figures, 'saturation');
  const [least] = all;
  const most = all.at(-1);
  if (!least || !most) return null;
  const ends =
    all.length === 1
      ? [`${most.of.name} completes `, most.quoted, ' checkouts/s for long.']
      : [
          `${most.of.name} completes most for long, `,
          most.quoted,
          ` checkouts/s, and ${least.of.name} least, `,
          least.quoted,
          '.',
        ];
  return { topic: 'Capacity', grave: false, parts: [...ends, ...againstBaseline(figures, 'saturation')] };
}

/** Who decides a checkout soonest and latest at the headline's load, and where the answer says least about that. */
export function latencySentence(figures: ReportFigures): Sentence | null {
  const all = ranked(figures, 'completion-p99');
  const [soonest] = all;
  const latest = all.at(-1);
  if (!soonest || !latest) return null;
  const p50 = ({ of }: typeof soonest) => {
    const figure = of.figure('completion-p50');
    return figure ? quote(of, 'completion-p50', figure.value) : '–';
  };
  const parts = [
    `${figures.headline.text.charAt(0).toUpperCase()}${figures.headline.text.slice(1)}: a checkout is decided soonest in ${soonest.of.name}, p50 `,
    ...[p50(soonest), ' and p99 ', soonest.quoted, ' ms'],
    ...(all.length === 1
      ? []
      : [`, and latest in ${latest.of.name}, p50 `, p50(latest), ' and p99 ', latest.quoted, ' ms']),
    '.',
    ...againstBaseline(figures, 'completion-p99'),
    ...widestGap(figures),
  ];
  return { topic: 'Time to decide', grave: false, parts };
}

/** The profile in which most happens after the answer. */
function widestGap(figures: ReportFigures): Sentence['parts'] {
  const gaps = figures.profiles.flatMap((of) => {
    const answered = of.figure('acknowledgement-p50');
    const decided = of.figure('completion-p50');
    return answered && decided && answered.value > 0 ? { of, answered, decided } : [];
  });
  const [widest] = gaps.toSorted(
    (a, b) => b.decided.value / b.answered.value - a.decided.value / a.answered.value,
  );
  if (!widest || widest.decided.value < widest.answered.value * 1.2) return [];
  const { of, answered, decided } = widest;
  return [
    ` An answer is not the end: in ${of.name} it came after `,
    quote(of, 'acknowledgement-p50', answered.value),
    ' ms, the decision after ',
    quote(of, 'completion-p50', decided.value, numberText(decided.value)),
    ' ms (p50).',
  ];
}
