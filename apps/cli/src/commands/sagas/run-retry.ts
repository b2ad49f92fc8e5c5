import type { DataDirectory } from '../../deployment/data-directory.js';
import { DeploymentError } from '../../deployment/deployment-error.js';
import type { Output } from '../../deployment/progress.js';
import { Sagas } from './sagas.js';

export interface RetryOptions {
  /** All that need attention unless given. */
  readonly saga: string | undefined;
  readonly json: boolean;
}

/** @throws DeploymentError when the saga that was named is not open anywhere */
export async function runRetry(
  directory: DataDirectory,
  { saga, json }: RetryOptions,
  output: Output,
): Promise<void> {
  const sagas = await Sagas.of(directory);
  const ids = saga === undefined ? await needingAttention(sagas) : [saga];
  const items: { sagaId: string; due: number }[] = [];
  for (const sagaId of ids) items.push({ sagaId, due: await sagas.retry(sagaId) });
  if (saga !== undefined && items.every(({ due }) => due === 0))
    throw new DeploymentError(`No saga ${saga} is open: "whereabouts sagas list" shows what is.`);
  if (json) output.write(`${JSON.stringify({ items }, null, 2)}\n`);
  else if (items.length === 0) output.write('No saga needs attention.\n');
  else for (const { sagaId, due } of items) output.write(`${sagaId}: ${due} due now\n`);
}

async function needingAttention(sagas: Sagas): Promise<string[]> {
  return [...new Set((await sagas.list(true)).map(({ sagaId }) => sagaId))];
}
