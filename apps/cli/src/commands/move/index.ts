import { assertSupported, loadProfile } from '@platform/profile';
import { InvalidArgumentError, type Command } from 'commander';
import { DataDirectory } from '../../deployment/data-directory.js';
import { dataOption } from '../../deployment/data-option.js';
import { planOf } from '../../deployment/deployment-plan.js';
import { entryPoints } from '../../deployment/entry-points.js';
import { providerFrom } from '../../deployment/provider-url.js';
import { profileOptions } from '../../profile-options.js';
import { supported } from '../up/supported.js';
import { dryRun, runMove } from './run-move.js';

interface Flags {
  readonly profile: string;
  readonly data: string;
  readonly from?: ReadonlyMap<string, string>;
  readonly dryRun?: true;
}

export function register(program: Command): void {
  program
    .command('move')
    .description('Bring the data of a deployment to where another profile wants it')
    .requiredOption('--profile <name|file>', 'the name of a profile, or a YAML file')
    .option(
      '--from <name=url>',
      'log-in of a database that the profile does not use any more, by the name it had; may be repeated',
      databaseAddress,
    )
    .option('--dry-run', 'say what would be moved, and move nothing')
    .addOption(dataOption())
    .addHelpText(
      'after',
      '\n"whereabouts up" does the same when it is started with another profile than before. What was copied is compared before' +
        '\nanything else changes; the old schemas stay where they are, under another name.' +
        '\n\nExamples:\n  $ whereabouts move --profile hybrid --dry-run\n  $ whereabouts move --profile monolith --from stock=postgres://me:secret@db.example/shop',
    )
    .action(async ({ profile, data, from, dryRun: dry }: Flags) => {
      const resolved = loadProfile(profile, profileOptions);
      assertSupported(resolved, supported);
      const options = {
        ...{ plan: planOf(resolved), directory: new DataDirectory(data), output: process.stdout },
        entries: entryPoints,
      };
      const providerUrl = providerFrom(process.env);
      if (dry) await dryRun(options);
      else
        await runMove({
          ...options,
          ...(from && { from }),
          ...(providerUrl !== undefined && { providerUrl }),
        });
    });
}

function databaseAddress(text: string, known?: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const [, name, url] = /^([a-z][a-z0-9-]*)=(postgres(?:ql)?:\/\/.+)$/.exec(text) ?? [];
  if (name === undefined || url === undefined || !URL.canParse(url))
    throw new InvalidArgumentError(
      'Give the name of a database and its address, as in stock=postgres://user@host/name.',
    );
  return new Map([...(known ?? []), [name, url]]);
}
