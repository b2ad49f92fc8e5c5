import type { Command } from 'commander';
import { DataDirectory } from '../../deployment/data-directory.js';
import { dataOption } from '../../deployment/data-option.js';
import { runLogs } from './run-logs.js';

export function register(program: Command): void {
  program
    .command('logs [names...]')
    .description('Name the log files of all parts, or follow them')
    .option('-f, --follow', 'show what is appended until Ctrl-C')
    .addOption(dataOption())
    .action(async (names: string[], { data, follow }: { data: string; follow?: true }) => {
      const stop = new AbortController();
      if (follow) process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
      await runLogs(new DataDirectory(data), names, process.stdout, follow && stop.signal);
    });
}
