import { type Percentiles, percentiles } from '../load/latencies.js';
import type { Job } from '../load/job.js';
import { type Stretch, stretch } from '../load/stretch.js';
import { median, sum } from '@comparison/measure';
import { type Stage, type System, SYSTEMS } from '../stage/stage.js';
import type { Bench } from './context.js';

/** One system under one load, all its stretches together. */
export interface Measured {
  readonly checkouts: number;
  readonly checkoutsPerSecond: number;
  /** In ms. */
  readonly latency: Percentiles;
  /** Of each stretch: how much they differ is how much the machine was disturbed. */
  readonly rates: readonly number[];
  readonly settledAfterMs: number;
  /** Processor time per checkout, in ms; undefined where the operating system does not tell. */
  readonly cpuMs: {
    readonly system: number | undefined;
    readonly postgres: number | undefined;
    readonly provider: number | undefined;
  };
  readonly walBytesPerCheckout: number;
  /** Share of one core that the generator used. */
  readonly generatorCore: number;
}

export interface Comparison {
  readonly load: Job['shape'];
  readonly systems: Readonly<Record<System, Measured>>;
  /** Service over bare handler: the median over the pairs of neighbouring stretches, the lowest and the highest. */
  readonly ratio: { readonly median: number; readonly lowest: number; readonly highest: number };
}

/** Both systems under one load, in turns (bare, service, bare, service, …), so that a drift of the machine meets both. */
export async function compare(bench: Bench, stage: Stage, shape: Job['shape']): Promise<Comparison> {
  const { repeats, seconds } = bench.options;
  const stretches: Record<System, Stretch[]> = { bare: [], service: [] };
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    for (const system of SYSTEMS) {
      bench.progress.step(`${describe(shape)}, ${repeat} of ${repeats}: ${system} …`);
      stretches[system].push(
        await stretch(stage, await bench.generator(), system, { shape, seconds }, bench.random),
      );
    }
  }
  const ratios = stretches.service.map(
    ({ checkoutsPerSecond }, index) =>
      checkoutsPerSecond / (stretches.bare[index]?.checkoutsPerSecond ?? Number.NaN),
  );
  return {
    load: shape,
    systems: { bare: measured(stretches.bare), service: measured(stretches.service) },
    ratio: { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) },
  };
}

export function measured(stretches: readonly Stretch[]): Measured {
  const checkouts = sum(stretches.map(({ approved }) => approved));
  const seconds = sum(stretches.map((one) => one.seconds));
  const cpuMs = (of: (one: Stretch) => number | undefined): number | undefined => {
    const parts = stretches.map(of).filter((part) => part !== undefined);
    return parts.length === stretches.length ? (sum(parts) * 1_000) / checkouts : undefined;
  };
  return {
    checkouts,
    checkoutsPerSecond: checkouts / seconds,
    latency: percentiles(stretches.map(({ latencies }) => latencies)),
    rates: stretches.map(({ checkoutsPerSecond }) => checkoutsPerSecond),
    settledAfterMs: Math.max(...stretches.map(({ settledAfterMs }) => settledAfterMs)),
    cpuMs: {
      system: cpuMs(({ usage }) => usage.system),
      postgres: cpuMs(({ usage }) => usage.postgres),
      provider: cpuMs(({ usage }) => usage.provider),
    },
    walBytesPerCheckout: sum(stretches.map(({ usage }) => usage.walBytes)) / checkouts,
    generatorCore: sum(stretches.map(({ cpuSeconds }) => cpuSeconds)) / seconds,
  };
}

export function describe(shape: Job['shape']): string {
  return shape.type === 'closed'
    ? `Closed loop, ${shape.connections} connection${shape.connections === 1 ? '' : 's'}`
    : `Open loop, ${shape.perSecond.toFixed(0)} checkouts/s`;
}
