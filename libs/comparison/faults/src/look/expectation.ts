import type { Prediction } from '@comparison/protocol';
import type { Served, Sight } from './sight.js';
import { ended } from './watched-checkout.js';

/** What happened, in the words of what is said to happen. */
export interface Seen extends Sight {
  /** How all that was begun before and meanwhile ended. */
  readonly afterwards: string;
  /** What only one kind of fault has to show for itself. */
  readonly proof?: string;
  /** By module, how its routes answered. */
  readonly served: ReadonlyMap<string, Served>;
}

type Cell = keyof Sight | 'afterwards' | 'proof';

export interface Expectation {
  readonly says: string;
  /** Whether that is what happened. Without: when both say the same. */
  readonly agrees?: (observed: string, seen: Seen) => boolean;
}

/** What is foretold of a fault; nothing is said of what is left out. */
export type Expected = Readonly<Partial<Record<Cell, Expectation>>>;

const names = {
  paths: 'paths that answer otherwise',
  checkout: 'a checkout',
  stands: 'stands before',
  underWay: 'one under way',
  behind: 'copies behind',
  proof: 'deliveries',
  afterwards: 'afterwards',
} as const satisfies Record<Cell, string>;

/** How everything ends where nothing is lost and nothing doubled. */
export const wholly = ended('approved', 1, 1);

/** One of these, whichever: `goes on or is taken`. */
export function oneOf(...said: readonly string[]): Expectation {
  return { says: said.join(' or '), agrees: (observed) => said.includes(observed) };
}

/** Each of all that ended, however differently, ended as one of these. */
export function eachEnds(...said: readonly string[]): Expectation {
  return {
    says: said.join(' or '),
    agrees: (observed) => observed.split(' | ').every((one) => said.includes(one)),
  };
}

/** Cell by cell. */
export function compare(expected: Expected, seen: Seen): Prediction[] {
  return (Object.keys(names) as Cell[]).flatMap((cell) => {
    const expectation = expected[cell];
    const observed = seen[cell];
    if (!expectation || observed === undefined) return [];
    const { says, agrees = (said: string) => said === says } = expectation;
    return { what: names[cell], predicted: says, observed, agrees: agrees(observed, seen) };
  });
}
