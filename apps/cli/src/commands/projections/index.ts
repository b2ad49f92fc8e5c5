import { type Command, Option } from 'commander';
import { DataDirectory } from '../../deployment/data-directory.js';
import { dataOption } from '../../deployment/data-option.js';
import { runList } from './run-list.js';
import { runRebuild } from './run-rebuild.js';

interface Flags {
  readonly data: string;
}

export function register(program: Command): void {
  const projections = program
    .command('projections')
    .description('Look after what is projected from modules that are kept as events')
    .addHelpText('after', examples('list', 'rebuild order'));

  projections
    .command('list')
    .description('List the projections of all services, and how far they are')
    .addOption(dataOption())
    .addOption(new Option('--json', 'print JSON instead of text'))
    .addHelpText('after', examples('list', 'list --json'))
    .action(({ data, json }: Flags & { readonly json?: true }) =>
      runList(new DataDirectory(data), { json: json ?? false }, process.stdout),
    );

  projections
    .command('rebuild')
    .argument('<module>', 'the module whose projections are made anew')
    .description('Make projections anew beside those that are read, then switch; traffic goes on')
    .option('--no-wait', 'begin it and return')
    .addOption(dataOption())
    .addHelpText('after', examples('rebuild order', 'rebuild order --no-wait'))
    .action((module: string, { data, wait }: Flags & { readonly wait: boolean }) =>
      runRebuild(new DataDirectory(data), { module, wait }, process.stdout),
    );
}

function examples(...commands: readonly string[]): string {
  return `\nExamples:\n${commands.map((command) => `  $ whereabouts projections ${command}`).join('\n')}`;
}
