import type { Command } from 'commander';
import { DataDirectory } from '../../deployment/data-directory.js';
import { dataOption } from '../../deployment/data-option.js';
import { runReset } from './run-reset.js';

export function register(program: Command): void {
  program
    .command('reset')
    .description('Remove the data of a deployment that does not run')
    .option('-y, --yes', 'do not ask')
    .addOption(dataOption())
    .action(({ data, yes }: { data: string; yes?: true }) =>
      runReset(new DataDirectory(data), yes ?? false, process.stdout),
    );
}
