import { Command } from 'commander';
import { oneSentence } from './cli-error.js';
import { register as compare } from './commands/compare/index.js';
import { register as down } from './commands/down/index.js';
import { register as logs } from './commands/logs/index.js';
import { register as move } from './commands/move/index.js';
import { register as parked } from './commands/parked/index.js';
import { register as profile } from './commands/profile/index.js';
import { register as projections } from './commands/projections/index.js';
import { register as recover } from './commands/recover/index.js';
import { register as reset } from './commands/reset/index.js';
import { register as sagas } from './commands/sagas/index.js';
import { register as status } from './commands/status/index.js';
import { register as up } from './commands/up/index.js';
import { runProgram } from './run-program.js';

const program = new Command('whereabouts')
  .description('A marketplace whose data can live anywhere: one profile decides.')
  .addHelpText(
    'after',
    '\nExamples:\n  $ whereabouts up\n  $ whereabouts profile list\n  $ whereabouts profile explain monolith',
  )
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(oneSentence(text)) });
for (const register of [
  up,
  profile,
  compare,
  move,
  recover,
  down,
  status,
  logs,
  parked,
  sagas,
  projections,
  reset,
])
  register(program);
await runProgram(program);
