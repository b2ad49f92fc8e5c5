import type { Command } from 'commander';
import { register as compare } from './compare/index.js';
import { register as down } from './down/index.js';
import { register as logs } from './logs/index.js';
import { register as move } from './move/index.js';
import { register as parked } from './parked/index.js';
import { register as profile } from './profile/index.js';
import { register as projections } from './projections/index.js';
import { register as recover } from './recover/index.js';
import { register as reset } from './reset/index.js';
import { register as sagas } from './sagas/index.js';
import { register as status } from './status/index.js';
import { register as up } from './up/index.js';

/** In the order in which `--help` lists them. */
const commands = [
  ...[up, profile, compare, move, recover, down, status, logs, parked, sagas, projections, reset],
];

export function registerCommands(program: Command): void {
  for (const register of commands) register(program);
}
