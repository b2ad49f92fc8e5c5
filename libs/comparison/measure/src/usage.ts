import { type AtRest, type Cost, type Deployment, processorTimeOf } from '@comparison/protocol';
import { type Part, PARTS } from './processes/parts.js';
import {
  cpuSecondsBetween,
  memoryMb,
  type ProcessesUse,
  readProcesses,
  wireBytesBetween,
} from './processes/process-use.js';
import { type DatabaseUse, readDatabases } from './servers/database-use.js';
import { databasesBetween } from './servers/databases-between.js';

/** What a deployment has used since its parts were started; only the difference of two tells something. */
export interface Usage {
  /** When processes were looked at, by `performance.now()`. */
  readonly at: number;
  readonly processes: ProcessesUse;
  readonly databases: readonly (DatabaseUse | undefined)[];
}

/**
 * Takes some 100 ms, and up to 11 s where a server has no `pg_stat_statements` (see reportedCommits). Read it when nothing is
 * under way: what is under way counts for whoever reads next. What cannot be read becomes null in the cost, and never an error.
 */
export async function readUsage(deployment: Deployment): Promise<Usage> {
  const run = await deployment.run();
  // First what goes on being used while one waits for the rest.
  const processes = readProcesses(run);
  const at = performance.now();
  return { at, processes, databases: await readDatabases(run.databases) };
}

/** Per completed checkout; null where it could not be measured, was lost with a process that ended, or when nothing was completed. */
export function costBetween(before: Usage, after: Usage, completed: number): Cost {
  return {
    ...usedBetween(before, after, completed),
    seconds: secondsBetween(before, after),
    memoryMb: memoryMb(after.processes),
    connections: connections(after.databases),
  };
}

/** Per second, of a deployment of which nothing was asked in between. */
export function restBetween(before: Usage, after: Usage): AtRest {
  const seconds = secondsBetween(before, after);
  return { seconds, ...usedBetween(before, after, seconds) };
}

/** @param halves of `rest`: what they differ by tells how far it may be off, as rest is metered once and subtracted many times */
export function restOf(halves: readonly [AtRest, AtRest], rest: AtRest): AtRest {
  const [first, second] = halves.map(({ cpuMs }) => processorTimeOf(cpuMs));
  return first == null || second == null ? rest : { ...rest, cpuMsError: Math.abs(first - second) / 2 };
}

function secondsBetween(before: Usage, after: Usage): number {
  return (after.at - before.at) / 1_000;
}

function usedBetween(before: Usage, after: Usage, parts: number): Omit<AtRest, 'seconds'> {
  const each = (amount: number | null): number | null =>
    amount === null || parts <= 0 ? null : amount / parts;
  const cpuMs = (part: Part): number | null => {
    const seconds = cpuSecondsBetween(before.processes, after.processes, part);
    return each(seconds === null ? null : seconds * 1_000);
  };
  const { statements, commits, walBytes, messages } = databasesBetween(before.databases, after.databases);
  return {
    cpuMs: Object.fromEntries(PARTS.map((part) => [part, cpuMs(part)])) as Cost['cpuMs'],
    statements: each(statements),
    commits: each(commits),
    walBytes: each(walBytes),
    messages: each(messages),
    wireBytes: each(wireBytesBetween(before.processes, after.processes)),
  };
}

function connections(databases: readonly (DatabaseUse | undefined)[]): number | null {
  let total = 0;
  for (const database of databases) {
    if (!database) return null;
    total += database.connections;
  }
  return total;
}
