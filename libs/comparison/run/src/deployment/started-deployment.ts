import type { RunFile } from '@comparison/protocol';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Started, StartOrder } from '../parts.js';
import { LeashedProcess } from './leashed-process.js';
import { untilQuiet } from './until-quiet.js';

const START_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 60_000;
const QUIET_LIMIT_MS = 120_000;
const LOOK_EVERY_MS = 20;

/**
 * What a comparison may not inherit: another provider would be charged, topics would be left on a broker of somebody's, options of ours
 * are not meant for services.
 */
const NOT_INHERITED = ['NODE_OPTIONS', 'PAYMENT_PROVIDER_URL', 'WHEREABOUTS_ADMIN_TOKEN', 'KAFKA_BROKERS'];

export interface Launcher {
  /** What starts a deployment over a data directory and runs until SIGTERM. */
  up(data: string, profileFile: string): readonly string[];
  /** What stops everything that a killed `up` left running. */
  down(data: string): readonly string[];
}

/** `whereabouts up` as a user would start it. @param command how the command is run: a program and its first arguments */
export function whereaboutsLauncher(command: readonly string[]): Launcher {
  return {
    up: (data, profileFile) => [
      ...[...command, 'up', '--profile', profileFile, '--no-demo', '--port', '0', '--data', data],
    ],
    down: (data) => [...command, 'down', '--data', data],
  };
}

/** A profile that runs in a data directory of its own, and ends when this process does. */
export class StartedDeployment implements Started {
  #stopping: Promise<void> | undefined;

  private constructor(
    readonly profile: string,
    private readonly root: string,
    private readonly process: LeashedProcess,
    private readonly signal: AbortSignal,
    readonly readyMs: number,
  ) {}

  /** @throws Error with what was said when it does not come up; the signal's reason when it is aborted */
  static async start(order: StartOrder, launcher: Launcher): Promise<StartedDeployment> {
    const { profile, profileFile, environment, cpus, signal } = order;
    signal.throwIfAborted();
    const root = await mkdtemp(join(tmpdir(), 'whereabouts-compare-'));
    await chmod(root, 0o755); // as root PostgreSQL runs as another user, who must get through
    const data = join(root, 'data');
    const inherited = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name)),
    );
    const leashed = {
      command: [...(cpus === null ? [] : ['taskset', '-c', cpus]), ...launcher.up(data, profileFile)],
      ...{ down: launcher.down(data), directory: root, limitMs: STOP_LIMIT_MS },
    };
    const began = performance.now();
    const up = new LeashedProcess(leashed, { ...inherited, ...environment });
    const isUp = async () => (await readFile(join(data, 'run.json'), 'utf8').catch(() => '')) !== '';
    while (!up.isOver && !signal.aborted && performance.now() - began < START_LIMIT_MS) {
      if (await isUp()) return new StartedDeployment(profile, root, up, signal, performance.now() - began);
      await pause(LOOK_EVERY_MS);
    }
    const { aborted } = signal;
    await new StartedDeployment(profile, root, up, signal, 0).stop();
    if (aborted) signal.throwIfAborted();
    throw new Error((await up.lastLine()) ?? `It was not ready after ${START_LIMIT_MS / 1_000} s.`);
  }

  get directory(): string {
    return join(this.root, 'data');
  }

  /** @throws Error when it runs no more, though nobody has stopped it */
  async run(): Promise<RunFile> {
    if (this.process.isOver && !this.#stopping) throw new Error('The deployment has ended by itself.');
    return JSON.parse(await readFile(join(this.directory, 'run.json'), 'utf8')) as RunFile;
  }

  quiet(withinMs = QUIET_LIMIT_MS, lookEveryMs?: number): Promise<number> {
    return untilQuiet(() => this.run(), withinMs, this.signal, lookEveryMs);
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#stop());
  }

  async #stop(): Promise<void> {
    await this.process.stop();
    await rm(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
