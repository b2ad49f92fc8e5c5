import { type Command, InvalidArgumentError, Option } from 'commander';
import { DataDirectory } from '../../deployment/data-directory.js';
import { dataOption } from '../../deployment/data-option.js';
import { runList } from './run-list.js';
import { runRetry } from './run-retry.js';

interface Flags {
  readonly data: string;
  readonly json?: true;
}

export function register(program: Command): void {
  const sagas = program
    .command('sagas')
    .description('Look after checkouts on their way, and those that need people')
    .addHelpText('after', examples('list --attention', retryOne));

  sagas
    .command('list')
    .description('List what is open in all services, with the reason where something broke')
    .option('--attention', 'only what needs attention')
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText('after', examples('list', 'list --attention --json'))
    .action(({ data, json, attention }: Flags & { readonly attention?: true }) =>
      runList(
        new DataDirectory(data),
        { needsAttention: attention ?? false, json: json ?? false },
        process.stdout,
      ),
    );

  sagas
    .command('retry')
    .argument('[saga]', 'its id', sagaId)
    .description('Have what is left to do for a saga tried at once, wherever it is')
    .option('--all', 'every saga that needs attention')
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText('after', examples(retryOne, 'retry --all'))
    .action((saga: string | undefined, { data, json, all }: Flags & { readonly all?: true }) => {
      if ((saga === undefined) === (all === undefined))
        sagas.error('error: name a saga to retry, or give --all', { exitCode: 2 });
      return runRetry(new DataDirectory(data), { saga, json: json ?? false }, process.stdout);
    });
}

const retryOne = 'retry 0190b5c4-7a51-7cc2-9c9e-69c951f55fa9';

const jsonOption = () => new Option('--json', 'print JSON instead of text');

function sagaId(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError("Give a saga's id, a UUID: that of its order.");
}

function examples(...commands: readonly string[]): string {
  return `\nExamples:\n${commands.map((command) => `  $ whereabouts sagas ${command}`).join('\n')}`;
}
