import { availability } from '../promises/availability.js';
import type { CheckoutCost } from '../promises/checkout-cost.js';
import type { DerivedPromise } from '../promises/derived-promise.js';
import type { ProfileDescription } from '../promises/describe-profile.js';
import { verdictOf, type Difference } from './difference.js';

const rank = (holds: DerivedPromise['holds']) => (holds === 'conditional' ? 1 : holds ? 2 : 0);
const word = (holds: DerivedPromise['holds']) => (holds === 'conditional' ? 'depends' : holds ? 'yes' : 'no');

/** Outages and stale reads have comparisons of their own. */
const comparedElsewhere = ({ id }: DerivedPromise) => id.startsWith(availability) || id === 'fresh-copies';

export function promiseDifferences(a: ProfileDescription, b: ProfileDescription): readonly Difference[] {
  return pairs(a, b).flatMap(([from, to]) =>
    from.holds === to.holds && from.reason === to.reason
      ? []
      : {
          id: from.id,
          verdict: verdictOf(rank(to.holds) - rank(from.holds)),
          what: from.title,
          from: `${word(from.holds)}: ${from.reason}`,
          to: `${word(to.holds)}: ${to.reason}`,
        },
  );
}

/** The titles of what holds under both. */
export function keptPromises(a: ProfileDescription, b: ProfileDescription): readonly string[] {
  return pairs(a, b).flatMap(([from, to]) => (from.holds === true && to.holds === true ? from.title : []));
}

function pairs(a: ProfileDescription, b: ProfileDescription): readonly [DerivedPromise, DerivedPromise][] {
  return a.promises
    .filter((promise) => !comparedElsewhere(promise))
    .flatMap((promise) => {
      const other = b.promises.find(({ id }) => id === promise.id);
      return other ? [[promise, other] as [DerivedPromise, DerivedPromise]] : [];
    });
}

const costs: readonly [id: string, what: string, of: (cost: CheckoutCost) => number][] = [
  ['commits', 'commits of a checkout', ({ commits }) => commits.length],
  ['messages', 'messages of a checkout', ({ messages }) => messages.length],
  ['hops', 'messages that wait for each other', ({ hops }) => hops],
  ['between-services', 'messages between services', ({ betweenServices }) => betweenServices],
];

/** Less is won. */
export function costDifferences(a: ProfileDescription, b: ProfileDescription): readonly Difference[] {
  return costs.flatMap(([id, what, of]) => {
    const [from, to] = [of(a.cost), of(b.cost)];
    return from === to ? [] : { id, verdict: verdictOf(from - to), what, from: String(from), to: String(to) };
  });
}
