import type { Command } from 'commander';
import { DataDirectory } from '../../deployment/data-directory.js';
import { dataOption } from '../../deployment/data-option.js';
import { runStatus } from './run-status.js';

export function register(program: Command): void {
  program
    .command('status')
    .description('Show what runs (exit code 0 when all of it does, else 1)')
    .addOption(dataOption())
    .action(async ({ data }: { data: string }) => {
      if (!(await runStatus(new DataDirectory(data), process.stdout))) process.exitCode = 1;
    });
}
