import type { Anomaly, Deployment, ProfileFacts, Verdict } from '@comparison/protocol';
import { Databases } from './databases.js';
import { storedFacts } from './facts.js';
import { readHistory } from './history/read-history.js';
import { archiveViolations } from './invariants/archive.js';
import { answeredSnapshot } from './invariants/answered-snapshot.js';
import { noCartStaysSealed } from './invariants/carts.js';
import { noWitness, violationsOf } from './invariants/check.js';
import { copyViolations } from './invariants/copies.js';
import { databaseSnapshot } from './invariants/database-snapshot.js';
import { inboxesMatchLogs } from './invariants/inbox.js';
import { ordersHaveOneKey } from './invariants/keys.js';
import { logViolations } from './invariants/log-statements.js';
import { projectionViolations } from './invariants/projections.js';
import { reservedWhatIsOffered } from './invariants/reservations.js';
import { cartViolations } from './invariants/stored-carts.js';
import { Rest } from './rest.js';
import { customersOfSealedCarts, isKeptAsEvents, readCheckoutKeys } from './stored/index.js';
import type { Judged } from './verdicts/judged.js';
import type { Interval } from './verdicts/rated.js';
import { verdictsOf } from './verdicts/verdicts-of.js';
import type { Samples } from './watch/samples.js';

/** Of each kind of resource, so many are read through the API and judged as the stored ones are. */
const ANSWERS = 200;

export interface JudgeInput {
  readonly deployment: Deployment;
  readonly facts: ProfileFacts;
  /** NDJSON; of all that was ever done to the deployment. */
  readonly historyFile: string;
  /** Of the workload. */
  readonly seed: number;
  /** Pieces by product before the first order. */
  readonly initialStock: ReadonlyMap<string, number>;
  readonly samples: Samples;
  /** Wall-clock ms when the last fault was healed, or null. */
  readonly lastFaultHealedAt: number | null;
  /**
   * When the stretches that are compared went on, wall-clock ms: rates of anomalies are of operations that began in them. Of all, where
   * it is left out. Invariants are judged by all in any case.
   */
  readonly compared?: readonly Interval[];
}

/**
 * Judges a run by every invariant: a deployment that is quiet, what was seen in its databases meanwhile, and what its clients saw.
 *
 * @returns a verdict for each invariant in their order, and what was measured for those that are
 * @throws Error when the history, a database, the API or the provider cannot be read
 */
export async function judge(input: JudgeInput): Promise<{ verdicts: Verdict[]; anomalies: Anomaly[] }> {
  const { deployment, facts, historyFile, seed, compared } = input;
  const databases = new Databases(() => deployment.run());
  const rest = new Rest(deployment);
  try {
    const operations = await readHistory(historyFile);
    const state = await readState(databases, rest, input);
    return verdictsOf({ operations, ...state, ...(compared && { compared }) }, facts, seed);
  } finally {
    await Promise.all([databases.close(), rest.close()]);
  }
}

async function readState(
  databases: Databases,
  rest: Rest,
  input: JudgeInput,
): Promise<Omit<Judged, 'operations' | 'compared'>> {
  const { deployment, samples, initialStock } = input;
  const run = await deployment.run();
  const snapshot = await databaseSnapshot(databases, rest);
  const answered = await answeredSnapshot(snapshot, rest, ANSWERS);
  const keys = await readCheckoutKeys(databases);
  const [facts, logs, projections, inboxes, copies, archive, carts, sealed, kept] = await Promise.all([
    storedFacts(databases, snapshot, keys, input),
    logViolations(databases, run),
    projectionViolations(databases, run),
    inboxesMatchLogs(databases, run),
    copyViolations(databases),
    archiveViolations(databases, run),
    cartViolations(databases, snapshot.orders),
    customersOfSealedCarts(databases),
    Promise.all(
      run.databases.flatMap(({ modules }) => modules.map((module) => isKeptAsEvents(databases, module))),
    ),
  ]);
  const witness = { ...noWitness, initialStock };
  const ofRows = violationsOf(snapshot, witness);
  const known = new Set(ofRows.map(({ what }) => what));
  const ofAnswers = violationsOf(answered.snapshot, witness)
    .filter(({ what }) => !known.has(what))
    .map(({ invariant, what }) => ({ invariant, what: `as the API answers, ${what}` }));
  return {
    ...{ facts, snapshot, samples, answersRead: answered.reads, inboxMarks: inboxes.looks },
    keptAsEvents: kept.filter(Boolean).length,
    violations: [
      ...samples.broken,
      ...ofRows,
      ...ofAnswers,
      ...answered.unreadable,
      ...logs,
      ...projections,
      ...inboxes.violations,
      ...copies,
      ...archive,
      ...noCartStaysSealed(sealed),
      ...carts,
      ...ordersHaveOneKey(snapshot.orders, keys),
      ...reservedWhatIsOffered(snapshot.orders, facts.stock),
    ],
  };
}
