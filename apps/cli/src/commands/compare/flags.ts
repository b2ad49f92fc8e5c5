import type { PresetName, Scale, Settings } from '@comparison/protocol';

/** As they were given; what was not is decided by {@link settingsOf}. */
export interface Flags {
  readonly profiles?: string[];
  readonly workload?: PresetName;
  readonly rate?: number[];
  readonly concurrency?: number;
  readonly duration?: number;
  readonly warmup?: number;
  readonly repeats?: number;
  readonly faults: string[];
  readonly seed?: number;
  readonly scale?: Scale;
  readonly selfCheck?: boolean;
  readonly broker?: string;
  readonly out?: string;
  readonly history?: string;
}

/** @param names of the profiles that take part; the one called like the usual baseline is it, else the first */
export function settingsOf(flags: Flags, names: readonly string[], defaults: Settings): Settings {
  const [first = defaults.baseline] = names;
  return {
    ...defaults,
    profiles: [...names],
    baseline: names.includes(defaults.baseline) ? defaults.baseline : first,
    workload: flags.workload ?? defaults.workload,
    scale: flags.scale ?? defaults.scale,
    rates: flags.rate ?? [],
    concurrency: flags.concurrency ?? null,
    duration: flags.duration ?? defaults.duration,
    warmup: flags.warmup ?? defaults.warmup,
    repeats: flags.repeats ?? defaults.repeats,
    faults: flags.faults.filter((name) => name !== 'none'),
    seed: flags.seed ?? defaults.seed,
    selfCheck: flags.selfCheck ?? false,
    ...(flags.broker !== undefined && { broker: flags.broker }),
  };
}

/** Where a report goes that was given no place: `.whereabouts/compare/2026-01-31T12-00-00`. */
export function usualDirectory(now = new Date()): string {
  return `.whereabouts/compare/${now.toISOString().slice(0, 19).replaceAll(':', '-')}`;
}
