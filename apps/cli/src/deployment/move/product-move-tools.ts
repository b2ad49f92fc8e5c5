import { entryPoints } from '../entry-points.js';
import { TablesProgram } from './module-tables.js';
import type { MoveTools } from './move.js';

/** Longer than a charge may take that the provider does not answer. */
const drainLimitMs = 90_000;

export const productMoveTools: MoveTools = {
  tables: new TablesProgram(entryPoints.tables),
  drainLimitMs,
};
