import type { Finding, InvariantId, Run, Verdict } from '@comparison/protocol';

/** A promise that was broken, in one run. */
export interface Violation {
  readonly invariant: InvariantId;
  readonly title: string;
  readonly run: Run;
  /** The fault meanwhile; null without one. */
  readonly fault: { readonly id: string; readonly title: string } | null;
  readonly findings: readonly Finding[];
}

/** Broken promises of all runs: of verdicts, and of anomalies that a profile does not permit and no verdict tells of. */
export function violationsOf(runs: readonly Run[]): readonly Violation[] {
  return runs.flatMap((run) => {
    const told = [
      ...violated(run, run.verdicts, null),
      ...run.faults.flatMap(({ fault: id, title, verdicts }) => violated(run, verdicts, { id, title })),
    ];
    const others = run.anomalies.filter(
      ({ permitted, occurrences, invariant }) =>
        !permitted && occurrences > 0 && !told.some((violation) => violation.invariant === invariant),
    );
    return [
      ...told,
      ...others.map(({ invariant, title, example }) => ({
        ...{ invariant, title, run, fault: null },
        findings: example ? [example] : [],
      })),
    ];
  });
}

function violated(run: Run, verdicts: readonly Verdict[], fault: Violation['fault']): Violation[] {
  return verdicts
    .filter(({ verdict }) => verdict === 'violated')
    .map(({ invariant, title, findings }) => ({ invariant, title, run, fault, findings }));
}
