import type { Results } from '@comparison/protocol';
import { anomalyName } from '../figures/anomalies.js';
import { countText, listText, numberText } from '../figures/number-text.js';
import type { ReportFigures } from '../figures/profile-figures.js';
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

/** What clients noticed most often of the things that a profile permits. */
export function anomalySentence({ profiles }: ReportFigures): Sentence | null {
  const all = profiles.flatMap((of) =>
    of.anomalies.flatMap((anomaly) =>
      anomaly.permitted && anomaly.per10000 !== null && anomaly.looks > 0
        ? { of, anomaly, rate: anomaly.per10000 }
        : [],
    ),
  );
  if (all.length === 0) return null;
  const [worst] = all.toSorted((a, b) => b.rate - a.rate);
  const clean = profiles.filter(({ anomalies }) => anomalies.every(({ occurrences }) => occurrences === 0));
  const without = clean.length === 0 ? [] : [` None was seen in ${listText(clean.map(({ name }) => name))}.`];
  if (!worst || worst.rate === 0)
    return { topic: 'Anomalies', grave: false, parts: ['No anomaly was seen in any profile.'] };
  const { of, anomaly, rate } = worst;
  const p99 = Math.max(0, ...anomaly.windows.map((window) => window.p99));
  return {
    topic: 'Anomalies',
    grave: false,
    parts: [
      `What readers notice most are ${anomalyName(anomaly.kind)} in ${of.name}: `,
      quote(of, `anomaly-${anomaly.kind}`, rate),
      ` per 10,000 looks${p99 > 0 ? `, 99 % of them over within ${numberText(p99)} ms` : ''}; it permits them.`,
      ...without,
    ],
  };
}
