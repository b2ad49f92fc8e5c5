import type { InvariantId, Loop, PresetName, Scale } from '@comparison/protocol';

/** A part that is broken on purpose, and a course of events in which that is bound to show. */
export interface Control {
  /** As the launcher of the broken parts calls it. */
  readonly variant: string;
  readonly title: string;
  /** The invariants one of which has to tell. */
  readonly expected: readonly InvariantId[];
  readonly preset: PresetName;
  readonly scale: Scale;
  readonly loop: Loop;
  /** Of the payment provider. */
  readonly behaviour: Readonly<Record<string, number>>;
  /** Where the process dies, when it takes a death to show; for the n-th time there, one death after the other. */
  readonly diesAt?: readonly Death[];
}

interface Death {
  readonly point: string;
  readonly nth: number;
}

const usual = {
  preset: 'om-checkout',
  scale: { customers: 60, products: 40 },
  loop: { type: 'closed', clients: 12 },
  behaviour: { seed: 3 },
} as const satisfies Partial<Control>;

/** All of them in the monolith: what is looked for is whether checkers notice, not where. */
export const controls: readonly Control[] = [
  {
    ...usual,
    variant: 'fresh-provider-key',
    title: 'a charge that is tried again has another idempotency key',
    expected: ['M2'],
    behaviour: { loseReplyRate: 0.3, seed: 3 },
  },
  {
    ...usual,
    variant: 'read-modify-write-stock',
    title: 'stock is read, changed and written, without a condition',
    expected: ['S2'],
    scale: { customers: 60, products: 10 },
    loop: { type: 'closed', clients: 24 },
  },
  {
    ...usual,
    variant: 'attempt-inside-the-transaction',
    title: 'an attempt to charge is forgotten with the transaction that is rolled back',
    expected: ['M1'],
    preset: 'om-scarce',
    scale: { customers: 60, products: 10 },
    behaviour: { loseReplyRate: 0.7, seed: 3 },
  },
  {
    ...usual,
    variant: 'no-compensation',
    title: 'a cart stays sealed when its checkout has failed',
    expected: ['A1', 'S2'],
    behaviour: { declineRate: 0.5, seed: 3 },
  },
  {
    ...usual,
    variant: 'keyed-by-customer',
    title: "a checkout's key is taken for the one of the customer's first checkout",
    expected: ['A4'],
    scale: { customers: 20, products: 40 },
  },
  {
    ...usual,
    variant: 'copy-stands-still',
    title: 'a consumer remembers what it has handled, and has done nothing',
    expected: ['Q1'],
    preset: 'om-default',
  },
  {
    ...usual,
    variant: 'no-inbox-mark',
    title: 'a consumer does not remember what it has handled',
    expected: ['Q1'],
    // Who handles it again does not always show it: entries of a dashboard are there once, counters of a customer count on.
    diesAt: [6, 4, 4, 4, 4].map((nth) => ({ point: 'delivery.after-commit', nth })),
  },
  {
    ...usual,
    variant: 'acknowledge-before-commit',
    title: 'messages are acknowledged before what they caused is committed',
    expected: ['Q1', 'D1'],
    diesAt: [{ point: 'delivery.before-commit', nth: 6 }],
  },
  {
    ...usual,
    variant: 'publish-after-commit',
    title: 'events are recorded after the commit of what they tell',
    expected: ['Q1', 'D1', 'O1'],
    diesAt: [{ point: 'order.approved.not-recorded', nth: 3 }],
  },
];
