import { fileURLToPath } from 'node:url';
import { catalogue } from '@marketplace/catalogue';
import { listProfiles } from '@platform/profile';
import { Command, InvalidArgumentError } from 'commander';
import { parse, whole } from '../options.js';
import type { ProfileOptions } from './measure-profile.js';

export interface ProfileBenchOptions extends ProfileOptions {
  readonly profiles: readonly string[];
  readonly json: string | undefined;
}

interface Flags {
  readonly only?: string[];
  readonly connections: number;
  readonly seconds?: number;
  readonly seed: number;
  readonly quick?: boolean;
  readonly json?: string;
}

const directory = fileURLToPath(new URL('../../../profiles', import.meta.url));

/** @returns nothing when help was asked for and printed. @throws UsageError */
export function readProfileOptions(args: readonly string[]): ProfileBenchOptions | undefined {
  const shipped = listProfiles({ catalogue, env: {}, directory }).map(({ name }) => name);
  const command = new Command('npm run bench:profiles --')
    .description(
      'Measures the same checkouts on every profile, one after another, each started by "whereabouts up".',
    )
    .option('--only <profiles>', `some of ${shipped.join(', ')}, separated by commas`, (text) =>
      known(text, shipped),
    )
    .option('--connections <n>', 'of the loaded stretches', whole(1, 256), 32)
    .option('--seconds <n>', 'length of a measured stretch (default: 10; 3 with --quick)', whole(1, 120))
    .option('--seed <n>', 'of carts and their order', whole(0, 2 ** 31 - 1), 1)
    .option('--quick', 'short stretches and small loads: shows that it works, not how fast it is')
    .option('--json <file>', 'write every figure to FILE')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  if (!parse(command, args)) return undefined;
  const { only, connections, seed, json, ...flags } = command.opts<Flags>();
  const quick = flags.quick ?? false;
  return {
    profiles: only ?? shipped,
    ...{ connections, seed, json },
    seconds: flags.seconds ?? (quick ? 3 : 10),
    ...(quick
      ? { customers: 1_000, products: 200, warmUp: 200, backlog: 1_000 }
      : { customers: 5_000, products: 1_000, warmUp: 2_000, backlog: 10_000 }),
  };
}

function known(text: string, shipped: readonly string[]): string[] {
  return text.split(',').map((name) => {
    if (!shipped.includes(name.trim())) throw new InvalidArgumentError(`There is no profile "${name}".`);
    return name.trim();
  });
}
