import type { Finding, InvariantId, Verdict } from '@comparison/protocol';

/** What is known of an invariant that is broken already. */
interface Known {
  readonly findings: ReadonlySet<string>;
  /** Also of findings that are not kept. */
  readonly count: number;
}

const keyOf = ({ invariant, message }: Finding): string => `${invariant} ${message}`;
const countOf = ({ found, findings }: Verdict): number => found ?? findings.length;

/**
 * What was found broken in a deployment so far. Each judgement is of all that ever happened to it, so a later one finds again what an
 * earlier one found; only what is new is the doing of whatever came between.
 */
export class KnownFindings {
  readonly #known = new Map<InvariantId, Known>();

  /** @param verdicts of the whole deployment. @returns the same, less what was known; that is known from now on */
  newIn(verdicts: readonly Verdict[]): Verdict[] {
    return verdicts.map((verdict) => {
      const { invariant, findings } = verdict;
      const known = this.#known.get(invariant);
      if (verdict.verdict !== 'violated') return verdict;
      const all = new Set([...(known?.findings ?? []), ...findings.map(keyOf)]);
      const count = Math.max(known?.count ?? 0, countOf(verdict), all.size);
      this.#known.set(invariant, { findings: all, count });
      return known ? less(known, verdict) : verdict;
    });
  }
}

function less(known: Known, verdict: Verdict): Verdict {
  const findings = verdict.findings.filter((finding) => !known.findings.has(keyOf(finding)));
  const count = countOf(verdict);
  // Of many findings only some are kept: a new one may be among those that are not.
  const hidden = count > verdict.findings.length ? count - known.count : 0;
  const added = Math.max(findings.length, hidden);
  const before = `${known.count} known before this fault`;
  return added === 0
    ? { ...verdict, verdict: 'held', reason: `nothing new, ${before}`, findings: [], found: 0 }
    : { ...verdict, reason: `${added} new, ${before}`, findings, found: added };
}
