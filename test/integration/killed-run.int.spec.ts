import { afterEach, describe, expect, it } from '@jest/globals';
import { startTimeOf } from '@platform/embedded';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { eventually } from '../support/e2e/eventually.js';

const inSupport = (name: string): string => fileURLToPath(new URL(`../support/${name}`, import.meta.url));

interface Run {
  /** Of everything that it and its specs keep on disk. */
  readonly directory: string;
  /** Process ids: the one that all specs share, and one that a spec started. */
  readonly servers: readonly number[];
}

describe('a test run that is killed', () => {
  let child: ChildProcess;
  afterEach(() => {
    child.kill('SIGKILL');
  });

  async function start(): Promise<Run> {
    const environment: NodeJS.ProcessEnv = { ...process.env, NODE_OPTIONS: '' };
    delete environment['TEST_POSTGRES_URL'];
    const started = spawn(
      process.execPath,
      [
        ...['--conditions=source', '--experimental-transform-types', '--no-warnings'],
        inSupport('killed-run.fixture.mjs'),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], env: environment },
    );
    child = started;
    const [line] = (await once(started.stdout.setEncoding('utf8'), 'data')) as [string];
    return JSON.parse(line) as Run;
  }
  const running = async (pids: readonly number[]): Promise<number[]> => {
    const since = await Promise.all(pids.map(startTimeOf));
    return pids.filter((_, index) => since[index] !== undefined);
  };
  const exists = (path: string): Promise<boolean> =>
    access(path).then(
      () => true,
      () => false,
    );

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'by %s leaves no server and no file behind',
    async (signal) => {
      const { directory, servers } = await start();
      expect(await running(servers)).toEqual(servers);
      child.kill(signal);
      await eventually(
        async () => (await running(servers)).length === 0 && !(await exists(directory)),
        `${servers.join(' and ')} and ${directory} are gone`,
        { withinMs: 20_000 },
      );
    },
  );
});
