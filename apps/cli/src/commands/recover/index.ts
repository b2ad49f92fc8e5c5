import { assertSupported, loadProfile, ProfileError, type ResolvedProfile } from '@platform/profile';
import type { Command } from 'commander';
import { DataDirectory } from '../../deployment/data-directory.js';
import { dataOption, DEFAULT_DATA } from '../../deployment/data-option.js';
import { DeploymentError } from '../../deployment/deployment-error.js';
import { planOf } from '../../deployment/deployment-plan.js';
import { entryPoints } from '../../deployment/entry-points.js';
import { readPlacement } from '../../deployment/placement-record.js';
import { LogsProgram } from '../../deployment/recover/module-logs.js';
import { profileOptions } from '../../profile-options.js';
import { supported } from '../up/supported.js';
import { runRecover } from './run-recover.js';

interface Flags {
  readonly profile?: string;
  readonly acceptLoss?: boolean;
  readonly restored?: boolean;
  readonly nothingLost?: boolean;
  readonly json?: boolean;
  readonly data: string;
}

export function register(program: Command): void {
  program
    .command('recover')
    .argument('[modules...]', 'modules to let start; without any, all that were restored')
    .description('Tell what modules lack whose database was restored from an older dump, and let them start')
    .option('--profile <name|file>', 'the profile of the deployment; unless given, the one that it ran last')
    .option('--accept-loss', 'let modules start without what cannot be brought back')
    .option('--restored', 'the databases of the modules that are named were restored over what they had')
    .option(
      '--nothing-lost',
      'nothing was written after what the databases hold, as when PostgreSQL was upgraded',
    )
    .option('--json', 'print JSON instead of text, with every stream')
    .addOption(dataOption())
    .addHelpText(
      'after',
      '\nThe deployment must not run. Modules that are kept as events get back what the Event Store has of them. For others it lists' +
        '\nwhat they lack and changes nothing, unless --accept-loss is given.' +
        '\n\nExit status: 0 when all of them may start, 1 when one may not.' +
        '\n\nExamples:\n  $ whereabouts recover\n  $ whereabouts recover stock --accept-loss\n  $ whereabouts recover product stock --restored\n  $ whereabouts recover --profile ./my-profile.yaml --json',
    )
    .action(async (modules: string[], { profile, json = false, data, ...said }: Flags) => {
      const { acceptLoss = false, restored = false, nothingLost = false } = said;
      const directory = new DataDirectory(data);
      const resolved =
        profile === undefined ? await lastRun(directory) : loadProfile(profile, profileOptions);
      assertSupported(resolved, supported);
      await runRecover({
        ...{ plan: planOf(resolved), directory, entries: entryPoints, modules, json },
        ...{ acceptLoss, restored, nothingLost, again: optionsAgain(profile ?? resolved.name, data) },
        ...{ logs: new LogsProgram(entryPoints.tables), output: process.stdout, errors: process.stderr },
      });
    });
}

/** The data directory knows the name of its profile, and not the addresses that are in it. */
async function lastRun(directory: DataDirectory): Promise<ResolvedProfile> {
  const record = await readPlacement(directory);
  if (!record) throw new DeploymentError(`There is no data in ${directory.root} to recover.`);
  try {
    return loadProfile(record.profile, profileOptions);
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    throw new DeploymentError(
      `The data in ${directory.root} was placed by profile "${record.profile}", which cannot be found by its name: give its file with --profile.`,
      { cause: error },
    );
  }
}

/** What another command on the same deployment is to be given. */
function optionsAgain(profile: string, data: string): string[] {
  const words = ['--profile', profile, ...(data === DEFAULT_DATA ? [] : ['--data', data])];
  return words.map((word) => (/\s/.test(word) ? `'${word}'` : word));
}
