import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunFile } from '@comparison/protocol';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { until } from '../until.js';
import { pausePart } from './take-down.js';

const part = { kind: 'service', name: 'stock' } as const;

describe('a part that is paused', () => {
  let child: ChildProcess;
  afterEach(() => {
    child.kill('SIGKILL');
  });

  const isStopped = () =>
    execFileSync('ps', ['-o', 'stat=', '-p', String(child.pid)], { encoding: 'utf8' }).startsWith('T');

  it('goes on at once when all is interrupted, and nothing is waited for that will not come', async () => {
    child = spawn('sleep', ['60'], { stdio: 'ignore' });
    const services = [{ name: 'stock', replica: 0, modules: [], url: 'http://127.0.0.1:1', pid: child.pid }];
    const run = { services, databases: [], gateway: null, eventStore: null, broker: null } as unknown;
    const controller = new AbortController();
    const heal = await pausePart(
      {
        ...{ directory: '/nowhere', signal: controller.signal },
        run: () => Promise.resolve({ ...(run as RunFile), provider: { url: '', pid: null } }),
        isReady: () => Promise.resolve(false),
      },
      part,
    );
    await until(isStopped, 'it stands still');
    controller.abort(new Error('It was interrupted.'));
    await expect(heal()).rejects.toThrow('It was interrupted.');
    await until(() => !isStopped(), 'it goes on');
  });
});
