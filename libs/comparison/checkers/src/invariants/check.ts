import { acknowledgedOrdersAreDecided, type Attempt, nothingHalfDone, oneOrderPerKey } from './atomicity.js';
import { countersEqualOrders, dashboardsAddUp, dashboardsShowOpenOrders } from './followers.js';
import { chargedAtMostOnce, moneyMatchesOrders, totalsAddUp } from './money.js';
import { numbersAreUniqueAndRising, onlyLegalHistories } from './order-history.js';
import { type KnownPrice, pricesWereCharged } from './prices.js';
import type { Snapshot, Violation } from './snapshot.js';
import { stockHasItsProduct, stockNeverNegative, stockTakenByApprovedOrders } from './stock.js';

/** What the clients of a run wrote down: without it some promises cannot be judged. */
export interface Witness {
  readonly initialStock: ReadonlyMap<string, number>;
  readonly attempts: readonly Attempt[];
  readonly prices: readonly KnownPrice[];
}

export const noWitness: Witness = { initialStock: new Map(), attempts: [], prices: [] };

/** Every invariant of a quiet marketplace. @returns what is broken; empty when all holds */
export function violationsOf(snapshot: Snapshot, witness: Witness = noWitness): Violation[] {
  const acknowledged = witness.attempts
    .flatMap(({ answers }) => answers)
    .map(({ text }) => (JSON.parse(text) as { id: string }).id);
  return [
    ...stockNeverNegative(snapshot.stock),
    ...stockTakenByApprovedOrders(snapshot, witness.initialStock),
    ...stockHasItsProduct(snapshot),
    ...moneyMatchesOrders(snapshot),
    ...chargedAtMostOnce(snapshot),
    ...totalsAddUp(snapshot),
    ...nothingHalfDone(snapshot),
    ...acknowledgedOrdersAreDecided(snapshot, acknowledged),
    ...oneOrderPerKey(snapshot, witness.attempts),
    ...onlyLegalHistories(snapshot),
    ...numbersAreUniqueAndRising(snapshot),
    ...pricesWereCharged(snapshot, witness.prices, witness.attempts),
    ...countersEqualOrders(snapshot),
    ...dashboardsAddUp(snapshot),
    ...dashboardsShowOpenOrders(snapshot),
  ];
}
