import type { Behaviour } from '@comparison/checkers/stored';
import type { Place, Variant } from './crash-deployment.js';
import type { Play } from './stage.js';

export type Checkout = 'transaction' | 'choreography' | 'orchestration';

/** A kind of work that a start finishes first, how a process comes to leave some of it behind, and where it dies of finishing it. */
export interface RecoveryPart {
  readonly part: string;
  readonly checkouts: readonly Checkout[];
  /** The module whose service dies. */
  readonly module: string;
  /** Where it dies under load. */
  readonly begun: Pick<Place, 'point' | 'nth'>;
  /** Places between the part's beginning and its end, in the first stage. */
  readonly between: readonly string[];
  readonly behaviour?: Behaviour;
  readonly play?: Partial<Play>;
  /** In force until it dies under load. */
  readonly trouble?: Variant;
  /** Has what is left behind be due: sent to the module's database while its service is dead. */
  readonly due?: string;
  /** Has there be something of the kind: sent now and then until it dies under load. */
  readonly hurry?: string;
}

export interface RecoveryScenario extends RecoveryPart {
  readonly name: string;
  /** Where it dies in the first stage, and in the first stage again. */
  readonly point: string;
}

const coordinated = ['choreography', 'orchestration'] as const;

const parts: readonly RecoveryPart[] = [
  {
    part: 'messaging: leases',
    checkouts: ['transaction', ...coordinated],
    module: 'order',
    begun: { point: 'relay.after-publish', nth: 10 },
    between: ['relay.lease-taken'],
  },
  {
    part: 'payment: outside calls',
    checkouts: coordinated,
    module: 'payment',
    begun: { point: 'checkout.charge.prepared', nth: 10 },
    between: [
      'saga-work.taken-back',
      'checkout.charge.prepared',
      'checkout.charge.called',
      'saga.before-commit',
      'saga.after-commit',
    ],
  },
  {
    part: 'stock: owed tasks',
    checkouts: coordinated,
    module: 'stock',
    begun: { point: 'saga-work.claimed', nth: 3 },
    between: ['saga-work.taken-back', 'saga-work.claimed', 'saga.before-commit', 'saga.after-commit'],
    trouble: 'confirmation-breaks',
    due: `UPDATE stock.saga_work SET due_at = now() WHERE due_at > now()`,
  },
  {
    part: 'order: unanswered commands',
    checkouts: ['orchestration'],
    module: 'order',
    begun: { point: 'delivery.after-commit', nth: 25 },
    between: ['saga.unanswered.claimed', 'saga.unanswered.sent'],
    behaviour: { delayMs: 1_500, declineRate: 0.15, seed: 7 },
    due: `UPDATE "order".saga_step SET due_at = now() WHERE status = 'sent' AND due_at < 'infinity'`,
  },
  {
    part: 'order: overdue sagas',
    checkouts: coordinated,
    module: 'order',
    begun: { point: 'delivery.after-commit', nth: 25 },
    between: ['saga.overdue.raised'],
    behaviour: { delayMs: 1_500, declineRate: 0.15, seed: 7 },
    due: `UPDATE "order".saga SET deadline = now(), needs_attention = false WHERE ended_on IS NULL`,
  },
  {
    part: 'payment: refunds',
    checkouts: coordinated,
    module: 'payment',
    begun: { point: 'payment.refund.claimed', nth: 3 },
    between: ['payment.refund.claimed', 'payment.settle.before-commit', 'payment.settle.after-commit'],
    // Nobody is answered, and who has asked in vain gives up: what may have been captured has to be paid back.
    behaviour: { loseReplyRate: 1, seed: 7 },
    hurry: `UPDATE payment.saga_work SET deadline = now(), due_at = now() WHERE kind = 'call' AND claims > 1`,
    due: `UPDATE payment.charge_attempt SET due_at = now() WHERE due_at > now()`,
  },
  {
    part: 'order: checkout',
    checkouts: ['transaction'],
    module: 'order',
    begun: { point: 'checkout.charge.prepared', nth: 10 },
    between: [
      'saga.taken-back',
      'saga.taken-over',
      'checkout.charge.prepared',
      'checkout.charge.called',
      'checkout.t2.before-commit',
      'checkout.t2.after-commit',
    ],
  },
  {
    part: 'payment: refunds',
    checkouts: ['transaction'],
    module: 'payment',
    begun: { point: 'payment.settle.before-commit', nth: 2 },
    between: ['payment.refund.claimed', 'payment.settle.before-commit', 'payment.settle.after-commit'],
    // Few things and many lost answers: orders that were charged find nothing left when they are tried again.
    behaviour: { loseReplyRate: 0.7, seed: 7 },
    play: { products: 1, pieces: 12, itemsAtMost: 1 },
    due: `UPDATE payment.charge_attempt SET due_at = now() WHERE due_at > now()`,
  },
];

/** Every place of the first stage that a service can die at: before each part, within it and after it; no part twice in a row. */
export function recoveryScenarios(checkout: Checkout): readonly RecoveryScenario[] {
  const byPart = parts
    .filter(({ checkouts }) => checkouts.includes(checkout))
    .map((part) =>
      [`recovery.begun/${part.part}`, ...part.between, `recovery.ended/${part.part}`].map((point) => ({
        ...part,
        name: point.includes('/') ? point : `${part.part} at ${point}`,
        point,
      })),
    );
  const most = Math.max(...byPart.map(({ length }) => length));
  return Array.from({ length: most }, (_, turn) => byPart.flatMap((of) => of[turn] ?? [])).flat();
}
