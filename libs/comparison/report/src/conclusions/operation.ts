import { partText } from '../figures/outages.js';
import { countText, numberText } from '../figures/number-text.js';
import type { ProfileFigures, ReportFigures } from '../figures/profile-figures.js';
import { costBasis } from '../figures/cost-figures.js';
import { againstBaseline, capital, noDifference, quote, type Ranked, ranking } from './quote.js';
import type { Sentence } from './sentence.js';

/** Where the loss of one part stops everybody, and whether what was foretold of faults came true. */
export function outageSentence({ profiles, results }: ReportFigures): Sentence | null {
  const known = profiles.filter(({ outages }) => outages.parts > 0).toSorted((a, b) => share(a) - share(b));
  const [safest] = known;
  const frailest = known.at(-1);
  if (!safest || !frailest) return null;
  const of = ({ name, outages: { stopping, parts } }: ProfileFigures) =>
    `of the ${countText(parts, 'part')} of ${name} ${stopping}`;
  const { worst } = frailest.outages;
  const predictions = results.runs.flatMap(({ faults }) => faults.flatMap((fault) => fault.predictions));
  const agreed = predictions.filter(({ agrees }) => agrees).length;
  return {
    topic: 'Outages',
    grave: false,
    parts: [
      `O${of(safest).slice(1)} ${safest.outages.stopping === 1 ? 'stops' : 'stop'} every checkout when away`,
      ...(known.length === 1 ? [] : [`, ${of(frailest)}`]),
      ...(worst ? [`; there the loss of ${partText(worst)} takes down most`] : []),
      '.',
      ...(predictions.length === 0
        ? [' No fault was played, so this is foretold and not seen.']
        : [
            ` Of ${countText(predictions.length, 'prediction')} about faults ${numberText(agreed)} came true.`,
          ]),
    ],
  };
}

const share = ({ outages: { stopping, parts } }: ProfileFigures) => stopping / parts;

/** What a checkout costs to compute, and how much there is to run. */
export function costSentence(figures: ReportFigures): Sentence | null {
  const parts = ranking(figures, 'cpu-per-checkout', {
    none: `${capital(noDifference(figures))} in the processor time of a checkout`,
    first: (name, isAlone) =>
      `A checkout, ${costBasis(figures)}, takes ${isAlone ? '' : 'least '}processor time in ${name}, `,
    last: (name) => `, and most in ${name}, `,
    figures: costOf,
  });
  return (
    parts && {
      topic: 'Cost',
      grave: false,
      parts: [...parts, ...againstBaseline(figures, 'cpu-per-checkout')],
    }
  );
}

function costOf({ of, quoted }: Ranked): Sentence['parts'] {
  const memory = of.figure('memory');
  return [
    ...[quoted, ' ms in '],
    quote(of, 'processes', of.facts.processes, countText(of.facts.processes, 'process', 'processes')),
    ...(memory ? [' and ', quote(of, 'memory', memory.value), ' MB'] : []),
  ];
}
