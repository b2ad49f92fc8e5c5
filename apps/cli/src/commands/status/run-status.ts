import Table from 'cli-table3';
import type { DataDirectory } from '../../deployment/data-directory.js';
import type { Output } from '../../deployment/progress.js';
import { readRunFile } from '../../deployment/run-file.js';
import { runningState } from '../../deployment/running-state.js';

/** Prints what runs; returns whether all that was started does. */
export async function runStatus(directory: DataDirectory, output: Output): Promise<boolean> {
  const state = await runningState(directory);
  if (!state) {
    output.write(`Nothing is running in ${directory.root}.\n`);
    return false;
  }
  const run = await readRunFile(directory);
  const table = new Table({
    head: ['part', 'process', 'state'],
    style: { head: [], border: [], compact: true },
  });
  for (const { label, pid, running } of state.parts) table.push([label, pid, running ? 'running' : 'ended']);
  output.write(`${headline(state.file.profile, state.up?.pid, run?.origin)}\n${table.toString()}\n`);
  return state.up !== undefined && run !== undefined && state.parts.every(({ running }) => running);
}

function headline(profile: string, pid: number | undefined, origin: string | undefined): string {
  if (pid === undefined) {
    return `The "whereabouts up" of ${profile} was killed: start it again, or run "whereabouts down" to stop what is left.`;
  }
  return origin === undefined
    ? `${profile} is starting (process ${pid}).`
    : `${profile} runs at ${origin} (process ${pid}).`;
}
