import { setTimeout as pause } from 'node:timers/promises';
import type { DataDirectory } from '../../deployment/data-directory.js';
import type { Output } from '../../deployment/progress.js';
import { inTheMaking, type Projection } from './projection.js';
import { Projections } from './projections.js';
import { percent } from './projections-table.js';

export interface RebuildOptions {
  readonly module: string;
  /** Whether to go on showing how far it is until the new ones are the ones that are read. */
  readonly wait: boolean;
}

const LOOK_EVERY_MS = 250;

export async function runRebuild(
  directory: DataDirectory,
  { module, wait }: RebuildOptions,
  output: Output,
): Promise<void> {
  const projections = await Projections.of(directory);
  const begun = await projections.rebuild(module);
  for (const { name } of begun)
    output.write(`${module}.${name}: being made anew beside the one that is read\n`);
  if (wait) await follow(projections, module, begun, output);
}

async function follow(
  projections: Projections,
  module: string,
  begun: readonly Projection[],
  output: Output,
): Promise<void> {
  const shown = new Map<string, string>();
  const waiting = new Map(begun.map(({ name, generations }) => [name, generations.at(-1)?.generation ?? 0]));
  while (waiting.size > 0) {
    for (const projection of await projections.ofModule(module)) {
      const wanted = waiting.get(projection.name);
      if (wanted === undefined) continue;
      const next = inTheMaking(projection);
      const isDone = next === undefined && (projection.generations[0]?.generation ?? 0) >= wanted;
      const line = isDone ? 'done, and read from now on' : percent(next?.share ?? 0);
      if (shown.get(projection.name) !== line) output.write(`${module}.${projection.name}: ${line}\n`);
      shown.set(projection.name, line);
      if (isDone) waiting.delete(projection.name);
    }
    if (waiting.size > 0) await pause(LOOK_EVERY_MS);
  }
}
