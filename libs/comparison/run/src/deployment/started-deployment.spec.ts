import { afterEach, describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Launcher, StartedDeployment } from './started-deployment.js';

const fixture = fileURLToPath(new URL('../testing/up.fixture.mjs', import.meta.url));
const leash = fileURLToPath(new URL('./leash.ts', import.meta.url));
const behaving = (how: string): Launcher => ({
  up: (data) => [process.execPath, fixture, 'up', data, how],
  down: (data) => [process.execPath, fixture, 'down', data],
});
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(10);
}

describe('a deployment that is started', () => {
  const started: StartedDeployment[] = [];
  const start = async (how: string, signal = new AbortController().signal) => {
    const order = { profile: 'fixture', profileFile: 'none', cpus: null, signal };
    const deployment = await StartedDeployment.start(order, behaving(how));
    started.push(deployment);
    return deployment;
  };
  afterEach(async () => {
    for (const deployment of started.splice(0)) await deployment.stop();
  });

  it('is there when its run file is, and gone with its data when it is stopped', async () => {
    const deployment = await start('well');
    const run = await deployment.run();
    expect(run.profile).toBe('fixture');
    expect(deployment.readyMs).toBeGreaterThan(0);
    await deployment.stop();
    expect(existsSync(dirname(deployment.directory))).toBe(false);
    expect(run.services.map(({ pid }) => isAlive(pid ?? -1))).toEqual([false]);
  });

  it('is quiet when it said so twice in a row', async () => {
    const deployment = await start('well');
    expect(await deployment.quiet()).toBeGreaterThan(0);
  });

  it('ends also when the leash is killed that it is on', async () => {
    const deployment = await start('well');
    const [{ pid } = { pid: null }] = (await deployment.run()).services;
    const { stdout } = await promisify(execFile)('ps', ['-o', 'ppid=', '-p', String(pid)]);
    process.kill(Number(stdout), 'SIGKILL');
    await until(() => !isAlive(pid ?? -1));
    await expect(deployment.quiet()).rejects.toThrow('The deployment has ended by itself.');
    await deployment.stop();
    expect(existsSync(dirname(deployment.directory))).toBe(false);
  });

  it('inherits neither a provider nor a broker of somebody else', async () => {
    const before = process.env['KAFKA_BROKERS'];
    process.env['KAFKA_BROKERS'] = 'broker.example:9092';
    try {
      const told = async (environment: Record<string, string>) => {
        const order = { profile: 'fixture', profileFile: 'none', cpus: null, environment };
        const { signal } = new AbortController();
        const deployment = await StartedDeployment.start({ ...order, signal }, behaving('well'));
        started.push(deployment);
        return ((await deployment.run()) as unknown as { told: unknown }).told;
      };
      expect(await told({})).toEqual({});
      expect(await told({ KAFKA_BROKERS: 'asked.example:9092' })).toEqual({
        KAFKA_BROKERS: 'asked.example:9092',
      });
    } finally {
      if (before === undefined) delete process.env['KAFKA_BROKERS'];
      else process.env['KAFKA_BROKERS'] = before;
    }
  });

  it('is said not to be quiet when it is not in time', async () => {
    const deployment = await start('busy');
    await expect(deployment.quiet(200)).rejects.toThrow(/still under way/);
  });

  it('that does not come up tells what was said last', async () => {
    await expect(start('fails')).rejects.toThrow('The port is taken: choose another.');
  });

  it('is not waited for any longer when the comparison is interrupted', async () => {
    const controller = new AbortController();
    const coming = start('slow', controller.signal);
    controller.abort(new Error('It was interrupted.'));
    await expect(coming).rejects.toThrow('It was interrupted.');
  });
});

describe('the leash', () => {
  let directory: string;
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const runOn = async (how: string, limitMs: number) => {
    directory = await mkdtemp(join(tmpdir(), 'whereabouts-leash-'));
    const data = join(directory, 'data');
    const launcher = behaving(how);
    const leashed = { command: launcher.up(data, ''), down: launcher.down(data), directory, limitMs };
    const child = spawn(process.execPath, [leash, JSON.stringify(leashed)], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await until(() => existsSync(join(data, 'run.json')));
    const { services } = JSON.parse(await readFile(join(data, 'run.json'), 'utf8')) as {
      services: { pid: number }[];
    };
    return { child, ended, data, pid: services[0]?.pid ?? -1 };
  };

  it('ends the deployment and removes its data when its parent is gone', async () => {
    const { child, ended, pid } = await runOn('well', 10_000);
    child.disconnect();
    await ended;
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(directory)).toBe(false);
  });

  it('kills a deployment that does not end by itself, and has what it left stopped', async () => {
    const { child, ended, data, pid } = await runOn('deaf', 5_000);
    child.send('stop');
    await ended;
    await until(() => !isAlive(pid));
    expect(existsSync(join(data, 'swept'))).toBe(true);
  });
});
