import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** All metrics of this process, in Prometheus' terms. Names start with `whereabouts_`, units are in the name. */
export const metrics = new Registry();

interface Definition<Label extends string> {
  readonly name: `whereabouts_${string}`;
  readonly help: string;
  readonly labels?: readonly Label[];
}

/** A counter of that name: the existing one when there is one, so that two callers share it. */
export function counter<Label extends string = never>({
  name,
  help,
  labels = [],
}: Definition<Label>): Counter<Label> {
  const known = metrics.getSingleMetric(name);
  if (known instanceof Counter) return known;
  return new Counter({ name, help, labelNames: labels, registers: [metrics] });
}

export function histogram<Label extends string = never>({
  name,
  help,
  labels = [],
  buckets,
}: Definition<Label> & { readonly buckets: readonly number[] }): Histogram<Label> {
  const known = metrics.getSingleMetric(name);
  if (known instanceof Histogram) return known;
  return new Histogram({ name, help, labelNames: labels, buckets: [...buckets], registers: [metrics] });
}

/**
 * A gauge that is read when the metrics are read. `collect` sets the values; when it throws, the gauge is left out of
 * that answer instead of failing all of it. A second gauge of the same name takes the first one's place.
 */
export function gauge<Label extends string = never>(
  { name, help, labels = [] }: Definition<Label>,
  collect: (gauge: Gauge<Label>) => void | Promise<void>,
): Gauge<Label> {
  metrics.removeSingleMetric(name);
  return new Gauge({
    name,
    help,
    labelNames: labels,
    registers: [metrics],
    async collect() {
      this.reset();
      try {
        await collect(this);
      } catch {
        this.reset();
      }
    },
  });
}

/** Adds Node's own figures (memory, event loop lag, garbage collection). Once per process. */
export function collectProcessMetrics(): void {
  if (!metrics.getSingleMetric('process_cpu_user_seconds_total'))
    collectDefaultMetrics({ register: metrics });
}
