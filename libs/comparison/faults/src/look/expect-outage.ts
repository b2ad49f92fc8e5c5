import { catalogue } from '@marketplace/catalogue';
import type { Outage, Part, ProfileDescription } from '@platform/profile';
import { eachEnds, type Expectation, type Expected, oneOf, wholly } from './expectation.js';
import { asEver, completion, decided, none, predicted, recordedThough, refused } from './sight.js';
import { ended } from './watched-checkout.js';

/**
 * What the profile says of a part that is away.
 *
 * @param how a part that is killed is not listened for any more; one that hangs is, and says nothing
 */
export function expectOutage(
  part: Part,
  description: ProfileDescription,
  how: 'gone' | 'hangs' = 'gone',
): Expected {
  const outage = outageOf(part, description);
  const { paths, checkout, stands, underWay, behind } = predicted(outage, description);
  return {
    paths: { says: how === 'hangs' ? paths.replace('no-connection', 'hangs') : paths },
    checkout: how === 'hangs' ? ofOneThatHangs(outage, checkout) : { says: checkout },
    stands: { says: stands },
    ...(underWay !== '-' && { underWay: { says: underWay } }),
    behind: { says: behind },
    afterwards: afterwards(outage),
  };
}

/**
 * Whoever listens has a request in hand as soon as it was sent, answered or not: one that was refused on behalf of a process that
 * hangs may be carried out when it goes on. Its key finds it then.
 */
function ofOneThatHangs({ part, answer }: Outage, checkout: string): Expectation {
  const listens = part.kind === 'service' || part.kind === 'gateway';
  if (!listens || checkout !== refused) return { says: checkout };
  return oneOf(checkout, recordedThough(answer === 'no-connection' ? 'hangs' : '503'));
}

/**
 * Somewhere between nothing and the loss of the part: of a fault of which nobody says how much still gets through, only that
 * nothing breaks beyond that part, and that nothing is lost by it.
 */
export function noWorseThanLoss(part: Part, description: ProfileDescription): Expected {
  const outage = outageOf(part, description);
  const { checkout, stands, behind } = predicted(outage, description);
  const { unavailable } = outage;
  const copies = behind === none ? [] : behind.split(', ');
  return {
    paths: {
      says: atMost(unavailable, catalogue.modules.length),
      agrees: (_observed, { served }) => othersAnswer(served, unavailable),
    },
    checkout: oneOf(...new Set(['goes on', 'is taken', checkout])),
    stands: oneOf(...new Set([decided, stands, ...outage.waitsAt, completion])),
    behind: {
      says: atMost(copies, catalogue.copies.length),
      agrees: (observed) => observed === none || observed.split(', ').every((each) => copies.includes(each)),
    },
    afterwards: afterwards(outage),
  };
}

/** Of so many that there are. */
function atMost(names: readonly string[], all: number): string {
  if (names.length === 0) return none;
  return names.length === all ? 'any' : `none but ${names.join(', ')}`;
}

export function outageOf(part: Part, { outages, profile }: ProfileDescription): Outage {
  const found = outages.find((each) => each.part.kind === part.kind && each.part.name === part.name);
  if (!found) throw new Error(`The profile ${profile.name} has no ${part.kind} ${part.name}.`);
  return found;
}

/** A charge that was cut off for long may end otherwise, and is paid back then. */
function afterwards({ interrupts, givesUp }: Outage) {
  const others = [...interrupts, ...(givesUp ? [givesUp] : [])].map(({ as }) => ended(as, 1, 0));
  return eachEnds(wholly, ...new Set(others));
}

/** Nothing is refused and nothing is lost; it may only take longer. */
export const unharmed: Expected = {
  paths: { says: '-' },
  checkout: {
    says: 'goes on or is taken',
    agrees: (observed) => observed === 'goes on' || observed === 'is taken',
  },
  behind: { says: '-' },
  afterwards: { says: wholly },
};

/** Whether all modules but these answer as ever. */
export function othersAnswer(served: ReadonlyMap<string, string>, modules: readonly string[]): boolean {
  return catalogue.modules.every(({ name }) => modules.includes(name) || served.get(name) === asEver);
}
