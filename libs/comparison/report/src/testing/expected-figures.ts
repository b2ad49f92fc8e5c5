import type { Run, Stretch } from '@comparison/protocol';
import type { Results } from '@comparison/protocol';

/** By their names in the example, what the page calls their figures. */
const anomalies = Object.entries({
  'stale carts': 'anomaly-stale-carts',
  'stale dashboards': 'anomaly-stale-dashboards',
  'stale products': 'anomaly-stale-products',
  'dirty reads of stock': 'anomaly-dirty-reads-of-stock',
  'fractured dashboards': 'anomaly-fractured-dashboards',
});

/** What a page must show of results, reckoned from results.json by hand: by figure and profile. */
export function expectedFigures({ runs, profiles }: Results, headline: string): ReadonlyMap<string, number> {
  const expected = new Map<string, number>();
  for (const { name, processes, databases } of profiles) {
    const own = runs.filter((run) => run.profile === name);
    const measured = own.filter(({ role }) => role === 'measured');
    const stretches = measured.flatMap((run) => run.stretches.filter(({ id }) => id === headline));
    const put = (figure: string, values: readonly number[]) =>
      expected.set(`${figure} ${name}`, middle(values));
    const ofCheckouts = (pick: (of: Stretch['measured']['checkouts']) => number) =>
      stretches.map(({ measured: { checkouts } }) => pick(checkouts));
    put(
      'saturation',
      measured.map(({ saturation }) => saturation ?? Number.NaN),
    );
    put(
      'goodput',
      stretches.map((stretch) => stretch.measured.goodput),
    );
    put(
      'acknowledgement-p50',
      ofCheckouts(({ acknowledgement }) => acknowledgement.p50),
    );
    put(
      'acknowledgement-p99',
      ofCheckouts(({ acknowledgement }) => acknowledgement.p99),
    );
    put(
      'completion-p50',
      ofCheckouts(({ completion }) => completion.p50),
    );
    put(
      'completion-p99',
      ofCheckouts(({ completion }) => completion.p99),
    );
    put('cpu-per-checkout', stretches.map(cpu));
    put('memory', measured.map(memory));
    put('processes', [processes]);
    put('databases', [databases.length]);
    put('violations', [own.reduce((sum, run) => sum + broken(run), 0)]);
    for (const [called, figure] of anomalies) {
      const same = own.flatMap((run) => run.anomalies.filter((one) => one.name === called));
      const seen = same.reduce((sum, { occurrences }) => sum + occurrences, 0);
      // What was not seen is named without a figure.
      if (seen > 0) put(figure, [(seen / same.reduce((sum, { looks }) => sum + looks, 0)) * 10_000]);
    }
  }
  return expected;
}

function cpu({ cost }: Stretch): number {
  if (cost === null) return Number.NaN;
  const { gateway, services, databases, broker, eventStore } = cost.cpuMs;
  return [gateway, services, databases, broker, eventStore].reduce<number>(
    (sum, part) => sum + (part ?? 0),
    0,
  );
}

function memory({ stretches }: Run): number {
  return Math.max(...stretches.map(({ cost }) => cost?.memoryMb ?? 0));
}

function broken({ verdicts, faults }: Run): number {
  return [...verdicts, ...faults.flatMap((fault) => fault.verdicts)].filter(
    ({ verdict }) => verdict === 'violated',
  ).length;
}

/** Of three, as the example has, and of one. */
function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) / 2] ?? Number.NaN;
}
