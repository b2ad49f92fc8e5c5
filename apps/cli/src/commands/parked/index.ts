import { type Command, InvalidArgumentError, Option } from 'commander';
import { DataDirectory } from '../../deployment/data-directory.js';
import { dataOption } from '../../deployment/data-option.js';
import type { KeyChoice } from './chosen-keys.js';
import { runDiscard } from './run-discard.js';
import { runList } from './run-list.js';
import { runReplay } from './run-replay.js';

interface Flags {
  readonly data: string;
  readonly json?: true;
}
type KeyFlags = Flags & Pick<KeyChoice, 'source' | 'channel'>;

export function register(program: Command): void {
  const parked = program
    .command('parked')
    .description('Look after messages that could not be handled, and those that wait behind them')
    .addHelpText('after', examples(list, replayOne, discardOne));

  parked
    .command('list')
    .description('List the parked streams of all services, with the reason')
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText('after', examples(list, `${list} --json`))
    .action(({ data, json }: Flags) => runList(new DataDirectory(data), json ?? false, process.stdout));

  withKeyOptions(parked.command('replay').argument('[consumer]').argument('[stream]'))
    .description('Handle parked messages again, in order; exit code 1 when some stay parked')
    .option('--all', 'every parked stream of every consumer')
    .addHelpText('after', examples(replayOne, `replay ${consumer}`, 'replay --all'))
    .action(
      async (
        name: string | undefined,
        stream: string | undefined,
        { data, json, all, source, channel }: KeyFlags & { readonly all?: true },
      ) => {
        if ((name === undefined) === (all === undefined))
          parked.error('error: name a consumer to replay, or give --all', { exitCode: 2 });
        const options = { choice: { consumer: name, stream, source, channel }, json: json ?? false };
        if (!(await runReplay(new DataDirectory(data), options, process.stdout))) process.exitCode = 1;
      },
    );

  withKeyOptions(parked.command('discard').argument('<consumer>').argument('<stream>'))
    .description('Give parked messages of one stream up: they count as handled')
    .option('--up-to <version>', 'the last stream version to give up; all without it', version)
    .addHelpText('after', examples(discardOne, `${discardOne} --up-to 3`))
    .action(
      (
        name: string,
        stream: string,
        { data, json, upTo, source, channel }: KeyFlags & { readonly upTo?: number },
      ) =>
        runDiscard(
          new DataDirectory(data),
          { choice: { consumer: name, stream, source, channel }, upTo, json: json ?? false },
          process.stdout,
        ),
    );
}

const consumer = 'cart.product-replica';
const stream = 'product-d12cf3a8-5e51-8fdd-9c9e-69c951f55fa9';
const list = 'list';
const replayOne = `replay ${consumer} ${stream}`;
const discardOne = `discard ${consumer} ${stream}`;

const jsonOption = () => new Option('--json', 'print JSON instead of text');

function withKeyOptions(command: Command): Command {
  return command
    .addOption(new Option('--source <module>', 'only streams that this module recorded'))
    .addOption(
      new Option('--channel <channel>', 'only this channel').choices(['events', 'commands', 'replies']),
    )
    .addOption(dataOption())
    .addOption(jsonOption());
}

function version(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a stream version, a whole number from 1.');
}

function examples(...commands: readonly string[]): string {
  return `\nExamples:\n${commands.map((command) => `  $ whereabouts parked ${command}`).join('\n')}`;
}
