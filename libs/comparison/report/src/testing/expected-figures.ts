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
    const stretches = own.flatMap((run) => run.stretches.filter(({ id }) => id === headline));
    const put = (figure: string, values: readonly number[]) =>
      expected.set(`${figure} ${name}`, middle(values));
    put(
      'saturation',
      own.map(({ saturation }) => saturation ?? Number.NaN),
    );
    const sum = (of: (stretch: Stretch) => number) => stretches.reduce((all, one) => all + of(one), 0);
    put('in-time', [(sum(decided) / sum(({ measured }) => measured.checkouts.begun)) * 100]);
    for (const which of ['acknowledgement', 'completion'] as const) {
      const latencies = stretches.map(({ measured }) => measured.checkouts[which]);
      put(
        `${which}-p50`,
        latencies.map(({ p50 }) => p50),
      );
      put(
        `${which}-p99`,
        latencies.map(({ p99 }) => p99),
      );
      put(`${which}-slowest`, [Math.max(...latencies.map(({ max }) => max))]);
    }
    put(
      'cpu-per-checkout',
      own.flatMap((run) =>
        run.stretches.filter(({ id }) => id === headline).map((stretch) => cpu(stretch, run)),
      ),
    );
    put('memory', own.map(memory));
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

function decided({ measured }: Stretch): number {
  const { approved, rejected, 'payment-failed': failed } = measured.checkouts.decided;
  return approved + rejected + failed;
}

/** Of all but the provider, less what is used at rest in as many seconds. */
function cpu(stretch: Stretch, { atRest }: Run): number {
  const { cost } = stretch;
  if (cost === null || !atRest || cost.seconds === undefined) return Number.NaN;
  const inAll = ({ gateway, services, databases, broker, eventStore }: typeof cost.cpuMs) =>
    [gateway, services, databases, broker, eventStore].reduce<number>((sum, part) => sum + (part ?? 0), 0);
  return inAll(cost.cpuMs) - (inAll(atRest.cpuMs) * cost.seconds) / decided(stretch);
}

function memory({ stretches }: Run): number {
  return Math.max(...stretches.map(({ cost }) => cost?.memoryMb ?? 0));
}

function broken({ verdicts, faults }: Run): number {
  return [...verdicts, ...faults.flatMap((fault) => fault.verdicts)].filter(
    ({ verdict }) => verdict === 'violated',
  ).length;
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [below, above] = [(sorted.length - 1) / 2, sorted.length / 2].map(Math.floor);
  return ((sorted[below ?? 0] ?? Number.NaN) + (sorted[above ?? 0] ?? Number.NaN)) / 2;
}
