import type { Run } from '@comparison/protocol';
import { numberText } from './number-text.js';

type Bracket = NonNullable<Run['bracket']>;

/** From the lowest rate that a search sustained to the highest at which one gave up: `117 – 234`, `117 and more`. */
export function bracketText(brackets: readonly Bracket[]): string {
  const low = numberText(Math.min(...brackets.map((one) => one.low)));
  const highs = brackets.flatMap(({ high }) => high ?? []);
  return highs.length < brackets.length ? `${low} and more` : `${low} – ${numberText(Math.max(...highs))}`;
}
