import {
  type Anomaly,
  type Finding,
  type InvariantId,
  invariantId,
  type ProfileFacts,
  type Verdict,
} from '@comparison/protocol';
import { shortest } from '../checks/minimise.js';
import type { HistoryCheck, Tally } from '../checks/tally.js';
import { entriesOf } from '../history/operation.js';
import { type Invariant, invariants, type Measured } from './invariants.js';
import type { Judged } from './judged.js';
import { distributionOf } from './latency.js';
import { judgementOf } from './promises.js';
import { isRated, within } from './rated.js';

/** More say nothing new. */
const FINDINGS = 10;
/** How violations of the stored state are called that the invariants' table counts among others. */
const partOf: Readonly<Record<string, InvariantId>> = { money: 'M1', number: 'O1' };

export interface Verdicts {
  readonly verdicts: Verdict[];
  readonly anomalies: Anomaly[];
}

/** A verdict for each invariant, in their order, and every anomaly that was looked for. */
export function verdictsOf(judged: Judged, profile: ProfileFacts, seed: number): Verdicts {
  const stored = Map.groupBy(judged.violations, ({ invariant }) => partOf[invariant] ?? invariant);
  const all = invariantId.options.map((id) => {
    const told = (stored.get(id) ?? []).map(({ what }): Finding => ({
      ...{ invariant: id, seed },
      message: what,
      history: [],
    }));
    return verdictOf(id, invariants[id], { judged, profile, seed, told });
  });
  return {
    verdicts: all.map(({ verdict }) => verdict),
    anomalies: all.flatMap(({ anomalies }) => anomalies),
  };
}

interface Given {
  readonly judged: Judged;
  readonly profile: ProfileFacts;
  readonly seed: number;
  /** What the stored state showed. */
  readonly told: readonly Finding[];
}

function verdictOf(
  id: InvariantId,
  invariant: Invariant,
  given: Given,
): { verdict: Verdict; anomalies: Anomaly[] } {
  const { judged, told } = given;
  const seen = invariant.checks.map((check) => examine(id, check, given));
  const measured = invariant.measured.map((each) => measure(id, each, given));
  // A rate leaves out what says nothing of how often; a promise is broken by whatever breaks it.
  const broken = measured.filter(({ anomaly }) => !anomaly.permitted);
  const findings = [
    ...told,
    ...seen.flatMap(({ findings }) => findings),
    ...broken.flatMap(({ findings }) => findings),
  ];
  const count =
    told.length + sum(seen, ({ tally }) => tally.occurrences) + sum(broken, ({ tally }) => tally.occurrences);
  const examined =
    invariant.stored(judged) +
    sum(seen, ({ tally }) => tally.looks) +
    sum(measured, ({ tally }) => tally.looks);
  const happened = measured.find(({ tally }) => tally.occurrences > 0);
  const verdict = count > 0 ? 'violated' : examined === 0 ? 'not-judged' : happened ? 'permitted' : 'held';
  const reason = {
    violated: count > FINDINGS ? `${FINDINGS} of ${count} findings are shown` : undefined,
    'not-judged': invariant.unseen,
    permitted: happened?.anomaly.because,
    held: invariant.but?.(judged),
  }[verdict];
  return {
    verdict: {
      ...{ invariant: id, title: invariant.title, verdict, examined, findings: findings.slice(0, FINDINGS) },
      ...(reason !== undefined && { reason }),
      ...(count > 0 && { found: count }),
    },
    anomalies: measured.map(({ anomaly }) => anomaly),
  };
}

interface Examined {
  readonly tally: Tally;
  readonly findings: Finding[];
}

function examine(invariant: InvariantId, check: HistoryCheck, { judged, seed }: Given): Examined {
  const tally = check(judged.operations, judged.facts);
  const findings = tally.found.map((found): Finding => {
    const history = entriesOf(shortest(found, check, judged.facts));
    return { invariant, message: found.message, seed, history };
  });
  return { tally, findings };
}

function measure(
  invariant: InvariantId,
  { kind, name, title, check, windows, forbidden }: Measured,
  given: Given,
): Examined & { readonly anomaly: Anomaly } {
  const { operations, facts, compared } = given.judged;
  const { tally, findings } = examine(invariant, check, given);
  const { occurrences, looks } = tally.among(isRated(compared));
  const unseen = windows?.(operations, facts, within(compared)) ?? [];
  const anomaly: Anomaly = {
    ...{ kind, name, invariant, title, occurrences, looks },
    per10000: looks === 0 ? null : (occurrences / looks) * 10_000,
    window: unseen.length === 0 ? null : distributionOf(unseen),
    ...judgementOf(forbidden, given.profile),
    example: findings[0] ?? null,
  };
  return { tally, findings, anomaly };
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
