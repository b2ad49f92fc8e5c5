import type { Behaviour } from '@comparison/checkers/stored';
import type { Variant } from './crash-deployment.js';
import {
  allDelivered,
  type Course,
  dies,
  replacedWhileOthersCommit,
  restockedBetween,
  someReplyIsLost,
} from './split-courses.js';
import type { Play } from './stage.js';

type Profile = 'microservices-choreography' | 'microservices-orchestration';

/** A part of a split deployment that is broken, and a course of events in which that is bound to show. */
export interface SplitControl {
  readonly variant: Variant;
  /** In force beside the variant, and nothing to a marketplace that is sound. */
  readonly trouble?: Variant;
  /** The invariants one of which has to tell. */
  readonly caughtBy: readonly string[];
  /** Part of every test run with the first, where more than one have it. */
  readonly profiles: readonly [Profile, ...Profile[]];
  readonly behaviour?: Behaviour;
  readonly play?: Partial<Play>;
  readonly course?: Course;
  /** What happens takes the broken part: the same cannot be played with a sound one. */
  readonly takesTheBreak?: true;
}

const [choreography, orchestration] = ['microservices-choreography', 'microservices-orchestration'] as const;

/** Every order is approved, and each of them counts. */
const plenty: Partial<Play> = { products: 2, pieces: 1_000 };

/** One order at a time, so that nobody else's is lost with it; the second in case that the first customer hangs up too soon. */
const alone: Partial<Play> = { ...plenty, shoppers: 1, checkouts: 2, withinMs: 10_000 };

/** In the order in which they are tried: what leaves orders behind that will never be delivered comes after what delivers all. */
export const splitControls: readonly SplitControl[] = [
  {
    variant: 'approval-overtaken',
    caughtBy: ['Q1'],
    profiles: [choreography, orchestration],
    play: plenty,
    course: allDelivered,
  },
  {
    variant: 'no-release',
    caughtBy: ['S2'],
    profiles: [choreography, orchestration],
    behaviour: { declineRate: 1 },
    play: plenty,
  },
  {
    variant: 'no-compensation',
    caughtBy: ['A1'],
    profiles: [orchestration, choreography],
    behaviour: { declineRate: 1 },
    play: { ...plenty, withinMs: 5_000 }, // nobody is answered while the cart has not followed
  },
  {
    variant: 'fresh-provider-key',
    caughtBy: ['M2'],
    profiles: [orchestration, choreography],
    behaviour: { loseReplyRate: 1 },
    play: plenty,
    course: someReplyIsLost,
  },
  {
    variant: 'read-modify-write-stock',
    caughtBy: ['S2'],
    profiles: [orchestration, choreography],
    play: { products: 1, pieces: 1_000 },
    course: restockedBetween('stock.read'),
    takesTheBreak: true,
  },
  {
    variant: 'reads-past-running',
    caughtBy: ['C1'],
    profiles: [choreography, orchestration],
    play: plenty,
    course: replacedWhileOthersCommit,
    takesTheBreak: true,
  },
  {
    variant: 'no-step-record',
    trouble: 'commands-come-twice',
    caughtBy: ['S2'],
    profiles: [orchestration], // nobody is commanded in a choreography
    play: plenty,
  },
  {
    variant: 'no-tombstone',
    trouble: 'reservation-given-up',
    caughtBy: ['S2'],
    profiles: [orchestration], // in a choreography nobody gives up what somebody else is at
    play: plenty,
  },
  {
    variant: 'no-inbox-mark',
    caughtBy: ['Q1'],
    profiles: [choreography, orchestration],
    play: plenty,
    course: dies('delivery.after-commit', 'customer'),
  },
  {
    variant: 'offset-before-commit',
    caughtBy: ['Q1'],
    profiles: [orchestration, choreography],
    play: plenty,
    course: dies('delivery.before-commit', 'customer'),
  },
  {
    variant: 'acknowledge-before-commit',
    caughtBy: ['Q1', 'D1'],
    profiles: [orchestration, choreography],
    play: alone,
    course: dies('order.approved.not-passed-on'),
    takesTheBreak: true,
  },
  {
    variant: 'publish-after-commit',
    // The order is approved and nobody hears of it: neither who counts nor who shows it.
    caughtBy: ['Q1', 'D1'],
    profiles: [choreography, orchestration],
    play: alone,
    course: dies('order.approved.not-recorded'),
    takesTheBreak: true,
  },
  {
    // Leaves an order behind that nobody will ever decide: the last.
    variant: 'owed-work-forgotten',
    caughtBy: ['A2'],
    profiles: [orchestration, choreography],
    play: { ...alone, withinMs: 3_000 },
    course: dies('checkout.charge.prepared', 'payment'),
  },
];
