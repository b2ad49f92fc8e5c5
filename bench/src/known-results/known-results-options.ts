import { Command } from 'commander';
import { parse, whole } from '../options.js';

export interface KnownResultsOptions {
  /** Length of a stretch; a search takes three to five of them. */
  readonly seconds: number;
  /** Starts of every profile. */
  readonly repeats: number;
  /** Of the provider, in ms: how much work, done elsewhere, a step of the checkout is. */
  readonly delays: readonly number[];
  /** Connections of the closed loop, tried in this order as long as more of them complete more. */
  readonly connections: readonly number[];
  readonly customers: number;
  readonly products: number;
  readonly warmUp: number;
  readonly seed: number;
  readonly quick: boolean;
  readonly json: string | undefined;
}

interface Flags {
  readonly seconds?: number;
  readonly repeats?: number;
  readonly seed: number;
  readonly quick?: boolean;
  readonly json?: string;
}

/** @returns nothing when help was asked for and printed. @throws UsageError */
export function readKnownResultsOptions(args: readonly string[]): KnownResultsOptions | undefined {
  const command = new Command('npm run bench:known-results --')
    .description(
      'Looks for the saturation of the monolith and of two split profiles while the provider takes 0, 5 and 50 ms, and says whether it comes out as published: the monolith above, the less so the more a step takes.',
    )
    .option('--seconds <n>', 'length of a stretch (default: 8; 3 with --quick)', whole(1, 60))
    .option(
      '--repeats <n>',
      'starts of each profile, in another order each time (default: 3; 1 with --quick)',
      whole(1, 20),
    )
    .option('--seed <n>', 'of carts and their order', whole(0, 2 ** 31 - 1), 1)
    .option('--quick', 'short stretches and small loads: shows that it works, not how fast it is')
    .option('--json <file>', 'write every figure to FILE')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  if (!parse(command, args)) return undefined;
  const { seed, json, quick = false, seconds, repeats } = command.opts<Flags>();
  return {
    ...{ seed, json, quick },
    delays: [0, 5, 50],
    seconds: seconds ?? (quick ? 3 : 8),
    repeats: repeats ?? (quick ? 1 : 3),
    ...(quick
      ? { connections: [8, 32], customers: 1_500, products: 200, warmUp: 200 }
      : { connections: [8, 16, 32, 64, 128], customers: 5_000, products: 1_000, warmUp: 1_500 }),
  };
}
