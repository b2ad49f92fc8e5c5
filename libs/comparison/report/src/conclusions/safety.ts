import type { Results } from '@comparison/protocol';
import { type AnomalyFigure, isToldFrom, rateOf, rateRange, seenMostFirst } from '../figures/anomalies.js';
import { countText, listText, numberText, rangeText } from '../figures/number-text.js';
import type { ProfileFigures, ReportFigures } from '../figures/profile-figures.js';
import { unseenOf } from '../figures/unseen.js';
import { quote } from './quote.js';
import { enumerate, type Sentence } from './sentence.js';

/** Whether a promise was broken, and where; that comes before any figure. */
export function violationSentence({ profiles, results }: ReportFigures): Sentence | null {
  const broken = profiles.filter(({ violations }) => violations.length > 0);
  const judged = results.runs
    .flatMap((run) => [...run.verdicts, ...run.faults.flatMap(({ verdicts }) => verdicts)])
    .filter(({ verdict }) => verdict !== 'not-judged');
  if (broken.length === 0) {
    if (judged.length === 0) return null;
    return {
      topic: 'Promises',
      grave: results.selfChecks.some(({ caught }) => !caught),
      parts: [
        `No promise was found broken: ${countText(judged.length, 'verdict')} in ${countText(results.runs.length, 'run')}.`,
        ...missedVariants(results),
      ],
    };
  }
  const phrases = broken.map((of) => {
    const ids = [...new Set(of.violations.map(({ invariant }) => invariant))];
    const runs = new Set(of.violations.map(({ run }) => run)).size;
    return [
      `${of.name} broke ${listText(ids)} in `,
      quote(of, 'broken-runs', runs, `${runs} of ${countText(of.runs.length, 'run')}`),
    ];
  });
  return {
    topic: 'Broken promises',
    grave: true,
    parts: [...enumerate(phrases), ': no speed makes up for that.', ...missedVariants(results)],
  };
}

/** A checker that overlooks what is broken on purpose may overlook more. */
function missedVariants({ selfChecks }: Results): readonly string[] {
  const missed = selfChecks.filter(({ caught }) => !caught).map(({ variant }) => variant);
  if (missed.length === 0) return [];
  return [
    ` The checkers overlooked ${missed.length} of ${countText(selfChecks.length, 'variant')} broken on purpose (${listText(missed)}), so there may be more than they found.`,
  ];
}

/** What readers noticed most often, as the table has it, and how long a change stayed unseen. */
export function anomalySentence({ profiles }: ReportFigures): Sentence | null {
  const all = profiles.flatMap((of) => of.anomalies.map((anomaly) => ({ ...anomaly, of })));
  if (all.every(({ looks, windows }) => looks === 0 && windows.length === 0)) return null;
  const [most] = seenMostFirst(all);
  const clean = profiles.filter(
    ({ anomalies }) =>
      anomalies.some(({ looks }) => looks > 0) && anomalies.every(({ occurrences }) => occurrences === 0),
  );
  return {
    topic: 'Anomalies',
    grave: false,
    parts: [
      ...(most ? noticed(most, all) : ['No anomaly was seen in any profile.']),
      ...longestUnseen(all),
      ...(most && clean.length > 0 ? [` None was seen in ${listText(clean.map(({ name }) => name))}.`] : []),
    ],
  };
}

type Noticed = AnomalyFigure & { readonly of: ProfileFigures };

function noticed(most: Noticed, all: readonly Noticed[]): Sentence['parts'] {
  const { of, name, figure, occurrences, looks, permitted } = most;
  const rate = rateOf(most);
  const told = `which it ${permitted ? 'permits' : 'promises against'}`;
  return rate === null
    ? [
        `Anomalies were looked for too seldom to rate any that was seen; most in ${of.name}: ${name}, `,
        quote(of, `${figure}-seen`, occurrences),
        ` of ${countText(looks, 'look')}, ${told}.`,
      ]
    : [
        `What readers notice most are ${name} in ${of.name}, ${told}: `,
        quote(of, figure, rate),
        ` per 10,000 looks (${numberText(occurrences)} of ${numberText(looks)}, 95 %: ${rangeText(rateRange(most))}).`,
        ...notTold(most, all),
      ];
}

/** Other profiles in which it happens as often, as far as can be told. */
function notTold(most: Noticed, all: readonly Noticed[]): readonly string[] {
  const alike = all.filter(
    (one) =>
      one.of !== most.of && one.figure === most.figure && rateOf(one) !== null && !isToldFrom(one, most),
  );
  return alike.length === 0 ? [] : [` No difference is told to ${listText(alike.map(({ of }) => of.name))}.`];
}

/** Where those who waited for a change had to wait longest. */
function longestUnseen(all: readonly Noticed[]): Sentence['parts'] {
  const [worst] = all
    .flatMap((one) => {
      const unseen = unseenOf(one.windows);
      return unseen ? [{ ...one, unseen }] : [];
    })
    .toSorted((a, b) => b.unseen.withinMs - a.unseen.withinMs);
  if (!worst) return [];
  const { of, name, figure, unseen } = worst;
  return [
    ` A change stays unseen longest in ${of.name} (${name}): ${unseen.share} waited for had shown, or were given up, within `,
    quote(of, `${figure}-window`, unseen.withinMs),
    ' ms.',
  ];
}
