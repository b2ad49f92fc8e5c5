import { countText, numberText } from '../figures/number-text.js';
import type { ReportFigures } from '../figures/profile-figures.js';
import { againstBaseline, capital, noDifference, quote, type Ranked, ranking } from './quote.js';
import type { Sentence } from './sentence.js';

/** Who can do most, and who least. */
export function saturationSentence(figures: ReportFigures): Sentence | null {
  const parts = ranking(figures, 'saturation', {
    none: `${capital(noDifference(figures))} in how much is completed for long`,
    unit: ' checkouts/s',
    first: (name, isAlone) => (isAlone ? `For long ${name} completes ` : `${name} completes most for long, `),
    last: (name) => `, and ${name} least, `,
    figures: ({ quoted }, place) => [quoted, ...(place === 'first' ? [' checkouts/s'] : [])],
  });
  return (
    parts && {
      topic: 'Capacity',
      grave: false,
      parts: [...parts, ...againstBaseline(figures, 'saturation')],
    }
  );
}

/** Who decides a checkout soonest and latest at the headline's load, and where the answer says least about that. */
export function latencySentence(figures: ReportFigures): Sentence | null {
  const parts = ranking(figures, 'completion-p50', {
    none: `${noDifference(figures)} in how soon half of the checkouts are decided`,
    unit: ' ms',
    first: (name, isAlone) => `a checkout is decided ${isAlone ? '' : 'soonest '}in ${name}, `,
    last: (name) => `, and latest in ${name}, `,
    figures: (one, place) =>
      place === 'among equals' ? [one.quoted] : ['p50 ', one.quoted, ' ms', ...tailOf(figures, one)],
  });
  return (
    parts && {
      topic: 'Time to decide',
      grave: false,
      parts: [
        `${capital(figures.headline.text)}: `,
        ...[...parts, ...againstBaseline(figures, 'completion-p50'), ...widestGap(figures)],
      ],
    }
  );
}

/** How slow the slow ones are, by what enough were counted for. */
function tailOf({ tail }: ReportFigures, { of }: Ranked): Sentence['parts'] {
  const figure = tail && of.figure(`completion-${tail}`);
  if (tail && figure) return [` and ${tail} `, quote(of, `completion-${tail}`, figure.value), ' ms'];
  const { completion } = of.counted ?? {};
  if (!completion) return [];
  return [
    `, the slowest of ${countText(completion.count, 'checkout')} `,
    quote(of, 'completion-slowest', completion.slowest),
    ' ms',
  ];
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
