import { partName, type Part, type ProfileDescription } from '@platform/profile';
import { eachEnds, type Expected, wholly } from '../look/expectation.js';
import { expectOutage, unharmed } from '../look/expect-outage.js';
import type { Behaviour } from '../look/seat.js';
import { ended } from '../look/watched-checkout.js';
import type { PlayableFault, StrikeScene } from './strike.js';

interface Misbehaviour {
  readonly id: string;
  readonly kind: string;
  readonly does: string;
  readonly behaviour: Behaviour;
  /** Undefined: what the profile says of a provider that is away. */
  readonly expected?: Expected;
}

/** Within the 2 s that a call inside a transaction may last. */
const SLOW_MS = 1_000;

const misbehaviours: readonly Misbehaviour[] = [
  { id: 'provider-hang', kind: 'hang', does: 'answers nothing', behaviour: { hangRate: 1 } },
  {
    ...{ id: 'provider-decline', kind: 'decline', does: 'declines every charge' },
    behaviour: { declineRate: 1 },
    // A decline sticks to its key; what is begun before or after is none of it.
    expected: {
      ...unharmed,
      afterwards: eachEnds(ended('payment-failed', 1, 0), wholly),
    },
  },
  {
    ...{ id: 'provider-lose-reply', kind: 'lose-reply', does: 'charges, and half of its answers are lost' },
    behaviour: { loseReplyRate: 0.5 },
    expected: unharmed,
  },
  {
    ...{ id: 'provider-slow', kind: 'slow', does: `takes ${SLOW_MS / 1_000} s to answer` },
    behaviour: { delayMs: SLOW_MS },
    expected: unharmed,
  },
];

/** What the provider can be told to do. */
export function providerFaults(part: Part): readonly PlayableFault[] {
  return misbehaviours.map(({ id, kind, does, behaviour, expected }) => ({
    ...{ id, kind, part: partName(part), title: `${partName(part)} ${does}`, of: part },
    group: id === 'provider-hang' ? 'basic' : 'more',
    ready: async ({ seat, description }: StrikeScene) => {
      const before = await seat.behaviour();
      return {
        expected: expected ?? asAway(part, description),
        ...{ standStill: [], unavailable: [] },
        begin: async () => {
          await seat.behave({ ...before, ...behaviour });
          return async () => {
            await seat.behave(before);
            return [];
          };
        },
      };
    },
  }));
}

/** A call that is being made when the provider stops answering may still be answered: nothing is said of those under way. */
function asAway(part: Part, description: ProfileDescription): Expected {
  const { paths, checkout, stands, behind, afterwards } = expectOutage(
    part,
    description,
  ) as Required<Expected>;
  return { paths, checkout, stands, behind, afterwards };
}
