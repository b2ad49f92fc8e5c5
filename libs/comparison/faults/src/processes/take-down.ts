import type { RunFile } from '@comparison/protocol';
import { partName, type Part } from '@platform/profile';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { until } from '../until.js';
import { freeze, isAlive } from './freeze.js';
import { pidsOf, processesOf } from './processes-of.js';

/** A deployment that a part is taken from. */
export interface Surroundings {
  /** The data directory. */
  readonly directory: string;
  run(): Promise<RunFile>;
  /** Whether everything that is reached through the origin serves. */
  isReady(): Promise<boolean>;
  /** Aborted: a heal still undoes what was done, and waits for nothing that comes of it. */
  readonly signal?: AbortSignal | undefined;
}

/** Has the part started again. @returns when everything serves: the processes of others that are gone meanwhile; none should be */
export type Heal = () => Promise<readonly number[]>;

/**
 * Kills a part that `up` started, and has it stay dead: `up`, which would start it again, is stopped meanwhile.
 *
 * @param longestSeconds after which `up` goes on whatever became of this process
 */
export async function takeDown(
  at: Surroundings,
  part: Part,
  { longestSeconds = 60 }: { readonly longestSeconds?: number } = {},
): Promise<Heal> {
  const before = await at.run();
  const victims = processesOf(part, before);
  const { pid: up } = JSON.parse(await readFile(join(at.directory, 'up.json'), 'utf8')) as { pid: number };
  const thaw = freeze(up, { alone: true, longestSeconds });
  try {
    for (const { pid } of victims) if (pid !== null) process.kill(pid, 'SIGKILL');
    await Promise.all(
      victims.map(({ url }) =>
        until(async () => !(await listens(url)), `nobody listens at ${nameless(url)}`),
      ),
    );
  } catch (error) {
    thaw();
    throw error;
  }
  return async () => {
    thaw();
    const isBack = async (): Promise<boolean> => {
      const now = processesOf(part, await at.run());
      const isNew = now.every(({ pid }, n) => pid !== null && pid !== victims[n]?.pid && isAlive(pid));
      return isNew && (await Promise.all(now.map(({ url }) => listens(url)))).every(Boolean);
    };
    await until(isBack, `${partName(part)} is started again`, { withinMs: 90_000, signal: at.signal });
    await untilReady(at);
    return othersGone(part, before, await at.run());
  };
}

/** The same for a part that is stopped, and goes on when it is healed. */
export async function pausePart(
  at: Surroundings,
  part: Part,
  { longestSeconds = 60 }: { readonly longestSeconds?: number } = {},
): Promise<Heal> {
  const before = await at.run();
  const thaws: (() => void)[] = [];
  try {
    for (const { pid } of processesOf(part, before))
      if (pid !== null) thaws.push(freeze(pid, { longestSeconds }));
  } catch (error) {
    for (const thaw of thaws) thaw();
    throw error;
  }
  return async () => {
    for (const thaw of thaws) thaw();
    await untilReady(at);
    return pidsOf(before).filter((pid) => !isAlive(pid));
  };
}

export function untilReady(at: Surroundings): Promise<boolean> {
  return until(() => at.isReady(), 'everything is ready again', { withinMs: 90_000, signal: at.signal });
}

/** What did not die itself works on: it never has to be started again to be well. */
function othersGone(part: Part, before: RunFile, after: RunFile): readonly number[] {
  const alive = [...pidsOf(after), ...processesOf(part, before).map(({ pid }) => pid)];
  return pidsOf(before).filter((pid) => !alive.includes(pid));
}

function nameless(url: string): string {
  return new URL(url).host;
}

function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
