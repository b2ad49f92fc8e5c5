import { Command, InvalidArgumentError } from 'commander';

import { parse, whole } from '../options.js';

export const SECTIONS = ['append', 'load', 'replay', 'archive', 'recovery'] as const;
export type Section = (typeof SECTIONS)[number];

export interface EventStoreOptions {
  readonly sections: readonly Section[];
  /** Of the appends, one stretch each. */
  readonly writers: readonly number[];
  /** Length of one measured stretch. */
  readonly seconds: number;
  /** Stretches per way and load, in turns; restarts of the recovery. */
  readonly repeats: number;
  /** In the log that is replayed. */
  readonly events: number;
  readonly seed: number;
  readonly json: string | undefined;
}

interface Flags {
  readonly only?: Section[];
  readonly writers?: number[];
  readonly seconds?: number;
  readonly repeats?: number;
  readonly seed: number;
  readonly quick?: boolean;
  readonly json?: string;
}

/** @returns nothing when help was asked for and printed. @throws UsageError */
export function readEventStoreOptions(args: readonly string[]): EventStoreOptions | undefined {
  const command = new Command('npm run bench:event-store --')
    .description(
      'Measures aggregates kept as streams: appends against plain inserts of the same rows, loads, replays, the archive and a restart.',
    )
    .option('--only <sections>', `some of ${SECTIONS.join(', ')}, separated by commas`, sections)
    .option('--writers <list>', 'of the appends, separated by commas (default: 1,8,64)', writers)
    .option('--seconds <n>', 'length of a measured stretch (default: 8; 2 with --quick)', whole(1, 120))
    .option('--repeats <n>', 'stretches of each way, in turns (default: 3; 1 with --quick)', whole(1, 20))
    .option('--seed <n>', 'of the streams that are written to', whole(0, 2 ** 31 - 1), 1)
    .option('--quick', 'short stretches and a tenth of the events: shows that it works, not how fast it is')
    .option('--json <file>', 'write every figure to FILE')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  if (!parse(command, args)) return undefined;
  const { only, seed, json, ...flags } = command.opts<Flags>();
  const quick = flags.quick ?? false;
  return {
    sections: only ?? SECTIONS,
    writers: flags.writers ?? [1, 8, 64],
    seconds: flags.seconds ?? (quick ? 2 : 8),
    repeats: flags.repeats ?? (quick ? 1 : 3),
    events: quick ? 100_000 : 1_000_000,
    seed,
    json,
  };
}

function sections(text: string): Section[] {
  return text.split(',').map((name) => {
    const section = SECTIONS.find((known) => known === name.trim());
    if (section === undefined) throw new InvalidArgumentError(`There is no section "${name}".`);
    return section;
  });
}

function writers(text: string): number[] {
  return [...new Set(text.split(',').map(whole(1, 128)))];
}
