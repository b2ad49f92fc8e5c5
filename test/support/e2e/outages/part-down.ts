import type { Part } from '@platform/profile';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { eventually } from '../eventually.js';
import type { OwnMarketplace } from '../marketplace.js';
import { freeze, isAlive } from '../processes.js';
import { pidsOf, type RunFile } from '../run-file.js';

interface Process {
  readonly pid: number | null;
  readonly url: string;
}

/** The processes that a part is: all replicas of a service, one of them where the part is a replica. */
function processesOf(part: Part, run: RunFile): Process[] {
  const { gateway, provider, services, databases, eventStore, broker } = run;
  switch (part.kind) {
    case 'gateway':
      return gateway ? [gateway] : [];
    case 'service':
      return services.filter(({ name }) => name === part.name);
    case 'replica':
      return services.filter(({ name, replica }) => name === part.name && replica === 0);
    case 'database':
      return databases.filter(({ name }) => name === part.name);
    case 'broker':
      return broker ? [{ ...broker, url: `tcp://${broker.url}` }] : [];
    case 'event-store':
      return eventStore ? [eventStore] : [];
    case 'provider':
      return [provider];
  }
}

/** Whether `up` started it: what it did not start is not its to lose. */
export async function isOurs(at: OwnMarketplace, part: Part): Promise<boolean> {
  return processesOf(part, await at.run()).every(({ pid }) => pid !== null);
}

/**
 * Kills a part that `up` started, and has it stay dead: `up`, which would start it again, is stopped meanwhile.
 *
 * @returns has it started again, and resolves when everything serves
 */
export async function takeDown(at: OwnMarketplace, part: Part): Promise<() => Promise<void>> {
  const before = await at.run();
  const victims = processesOf(part, before);
  const { pid: up } = JSON.parse(
    await readFile(join(at.deployment.dataDirectory, 'data', 'up.json'), 'utf8'),
  ) as { pid: number };
  const thaw = freeze(up, { alone: true, longestSeconds: 60 });
  try {
    for (const { pid } of victims) if (pid !== null) process.kill(pid, 'SIGKILL');
    await Promise.all(
      victims.map(({ url }) => eventually(async () => !(await listens(url)), `nobody listens at ${url}`)),
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
    await eventually(isBack, `${part.kind} ${part.name} is started again`, { withinMs: 60_000 });
    const isReady = async () => (await at.client.send('GET', '/health/ready')).status === 200;
    await eventually(isReady, 'everything is ready again', { withinMs: 60_000 });
    expectNoOtherDied(part, before, await at.run());
  };
}

/** What did not die itself works on: it never has to be started again to be well. */
function expectNoOtherDied(part: Part, before: RunFile, after: RunFile): void {
  const alive = [...pidsOf(after), ...processesOf(part, before).map(({ pid }) => pid)];
  const gone = pidsOf(before).filter((pid) => !alive.includes(pid));
  if (gone.length > 0) throw new Error(`The outage took others with it: ${JSON.stringify({ before, gone })}`);
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
