import type { Command } from 'commander';
import { DataDirectory } from '../../deployment/data-directory.js';
import { dataOption } from '../../deployment/data-option.js';
import { runDown } from './run-down.js';

export function register(program: Command): void {
  program
    .command('down')
    .description('Stop what runs; data stays')
    .addOption(dataOption())
    .action(({ data }: { data: string }) => runDown(new DataDirectory(data), process.stdout));
}
