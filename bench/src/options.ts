import { Command, CommanderError, InvalidArgumentError } from 'commander';

export const SECTIONS = ['closed', 'open', 'cost', 'start', 'memory', 'scale'] as const;
export type Section = (typeof SECTIONS)[number];

export interface Options {
  readonly sections: readonly Section[];
  /** Of the closed loop, one stretch each. */
  readonly connections: readonly number[];
  /** Length of one measured stretch. */
  readonly seconds: number;
  /** Stretches per system and load, taken in turns. */
  readonly repeats: number;
  readonly seed: number;
  readonly quick: boolean;
  readonly json: string | undefined;
}

/** What the options could not be made of, as one sentence; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Flags {
  readonly only?: Section[];
  readonly connections?: number[];
  readonly seconds?: number;
  readonly repeats?: number;
  readonly seed: number;
  readonly quick?: boolean;
  readonly json?: string;
}

/** @returns nothing when help was asked for and printed. @throws UsageError */
export function readOptions(args: readonly string[]): Options | undefined {
  const command = new Command('npm run bench:checkout --')
    .description(
      'Measures the checkout of the monolith against a bare handler that writes the same rows, on one embedded PostgreSQL.',
    )
    .option('--only <sections>', `some of ${SECTIONS.join(', ')}, separated by commas`, sections)
    .option(
      '--connections <list>',
      'of the closed loop, separated by commas (default: 1,8,32,64)',
      connections,
    )
    .option('--seconds <n>', 'length of a measured stretch (default: 8; 2 with --quick)', whole(1, 60))
    .option('--repeats <n>', 'stretches of each system, in turns (default: 3; 1 with --quick)', whole(1, 20))
    .option('--seed <n>', 'of carts and their order', whole(0, 2 ** 31 - 1), 1)
    .option('--quick', 'short stretches and small loads: shows that it works, not how fast it is')
    .option('--json <file>', 'write every figure to FILE')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  if (!parse(command, args)) return undefined;
  const flags = command.opts<Flags>();
  const quick = flags.quick ?? false;
  return {
    sections: flags.only ?? SECTIONS,
    connections: flags.connections ?? (quick ? [1, 32] : [1, 8, 32, 64]),
    seconds: flags.seconds ?? (quick ? 2 : 8),
    repeats: flags.repeats ?? (quick ? 1 : 3),
    seed: flags.seed,
    quick,
    json: flags.json,
  };
}

/** @returns false when help was asked for and printed. @throws UsageError */
export function parse(command: Command, args: readonly string[]): boolean {
  try {
    command.parse([...args], { from: 'user' });
    return true;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return false;
    throw new UsageError(`${error.message.replace(/^error: /, '')} (--help lists the options)`);
  }
}

function sections(text: string): Section[] {
  return text.split(',').map((name) => {
    const section = SECTIONS.find((known) => known === name.trim());
    if (section === undefined) throw new InvalidArgumentError(`There is no section "${name}".`);
    return section;
  });
}

function connections(text: string): number[] {
  return [...new Set(text.split(',').map(whole(1, 512)))];
}

export function whole(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text.trim()) || value < from || value > to)
      throw new InvalidArgumentError(`Give a whole number from ${from} to ${to}.`);
    return value;
  };
}
