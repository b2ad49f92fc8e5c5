import { countText, numberText } from '../figures/number-text.js';
import type { ReportFigures } from '../figures/profile-figures.js';
import {
  againstBaseline,
  alikeText,
  capital,
  endsOf,
  noDifference,
  quote,
  type Ranked,
  ranked,
} from './quote.js';
import { enumerate, type Sentence } from './sentence.js';

/** Who can do most, and who least. */
export function saturationSentence(figures: ReportFigures): Sentence | null {
  const all = ranked(figures, 'saturation').toReversed();
  const ends = endsOf(figures, 'saturation', all);
  if (!ends) return null;
  const { first: most, likeFirst, last: least, likeLast, allAlike } = ends;
  const parts =
    all.length === 1
      ? [`${most.of.name} completes `, most.quoted, ' checkouts/s for long.']
      : allAlike
        ? [
            `${capital(noDifference(figures))} in how much is completed for long: `,
            ...enumerate(all.map(({ of, quoted }) => [`${of.name} `, quoted])),
            ' checkouts/s.',
          ]
        : [
            `${most.of.name} completes most for long, `,
            ...[most.quoted, ' checkouts/s', ...alikeText(likeFirst)],
            `, and ${least.of.name} least, `,
            ...[least.quoted, ...alikeText(likeLast), '.'],
          ];
  return { topic: 'Capacity', grave: false, parts: [...parts, ...againstBaseline(figures, 'saturation')] };
}

/** Who decides a checkout soonest and latest at the headline's load, and where the answer says least about that. */
export function latencySentence(figures: ReportFigures): Sentence | null {
  const all = ranked(figures, 'completion-p50');
  const ends = endsOf(figures, 'completion-p50', all);
  if (!ends) return null;
  const { first: soonest, likeFirst, last: latest, likeLast, allAlike } = ends;
  const { text } = figures.headline;
  const told = (one: Ranked): Sentence['parts'] => ['p50 ', one.quoted, ' ms', ...tailOf(figures, one)];
  const parts = allAlike
    ? [
        `${noDifference(figures)} in how soon half of the checkouts are decided: `,
        ...enumerate(all.map(({ of, quoted }) => [`${of.name} `, quoted])),
        ' ms.',
      ]
    : [
        `a checkout is decided ${all.length === 1 ? '' : 'soonest '}in ${soonest.of.name}, `,
        ...[...told(soonest), ...alikeText(likeFirst)],
        ...(all.length === 1
          ? []
          : [`, and latest in ${latest.of.name}, `, ...told(latest), ...alikeText(likeLast)]),
        '.',
      ];
  return {
    topic: 'Time to decide',
    grave: false,
    parts: [
      `${capital(text)}: `,
      ...[...parts, ...againstBaseline(figures, 'completion-p50'), ...widestGap(figures)],
    ],
  };
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
