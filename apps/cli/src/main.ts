import { Command } from 'commander';
import { oneSentence } from './cli-error.js';
import { registerCommands } from './commands/index.js';
import { runProgram } from './run-program.js';

const program = new Command('whereabouts')
  .description('A marketplace whose data can live anywhere: one profile decides.')
  .addHelpText(
    'after',
    '\nExamples:\n  $ whereabouts up\n  $ whereabouts profile list\n  $ whereabouts profile explain monolith\n  $ whereabouts compare',
  )
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(oneSentence(text)) });
registerCommands(program);
await runProgram(program);
