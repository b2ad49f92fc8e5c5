import { spawn, type ChildProcess } from 'node:child_process';
import { open } from 'node:fs/promises';
import { childNodeFlags, startReport } from '@platform/profile';

export interface ChildOptions {
  readonly label: string;
  readonly entry: URL;
  readonly environment?: Readonly<Record<string, string>>;
  readonly logFile: string;
}

const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 40_000;

/** A Node process of ours: reports over IPC when it is ready, ends on SIGTERM and when we are gone. */
export class Child {
  private constructor(
    readonly label: string,
    readonly url: string,
    /** From being spawned to being ready. */
    readonly readyAfterMs: number,
    private readonly process: ChildProcess,
    private readonly ended: Promise<string>,
  ) {}

  static async start(options: ChildOptions): Promise<Child> {
    const { label, entry, environment = {}, logFile } = options;
    const log = await open(logFile, 'a');
    const began = performance.now();
    const child = spawn(process.execPath, [...childNodeFlags, entry.pathname], {
      // A session of its own: Ctrl-C reaches us only, and we stop things in order.
      detached: true,
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
      env: { ...process.env, NODE_OPTIONS: '', ...environment },
    });
    await log.close();
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(`could not be run (${error.message})`));
      child.once('exit', (code, signal) =>
        resolve(signal ? `was ended by ${signal}` : `ended with code ${String(code)}`),
      );
    });
    const report = await within(
      START_LIMIT_MS,
      Promise.race([
        new Promise<ReturnType<typeof startReport.parse>>((resolve) =>
          child.once('message', (message) => resolve(startReport.parse(message))),
        ),
        ended.then((how) => ({ type: 'failed' as const, message: `it ${how}` })),
      ]),
      () => ({ type: 'failed' as const, message: `it was not ready after ${START_LIMIT_MS / 1_000} s` }),
    );
    const readyAfterMs = performance.now() - began;
    if (report.type === 'ready') return new Child(label, report.url, readyAfterMs, child, ended);
    child.kill('SIGKILL');
    await ended;
    throw new Error(`${label} did not start: ${report.message} (its log is ${logFile}).`);
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  send(message: object): void {
    this.process.send(message);
  }

  /** The next message it sends. @throws Error when it ends instead */
  async next(): Promise<unknown> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.process.once('message', resolve);
    const died = this.ended.then((how) => Promise.reject(new Error(`${this.label} ${how}.`)));
    return Promise.race([promise, died]);
  }

  /** As a crash would end it. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  async stop(): Promise<void> {
    this.process.kill('SIGTERM');
    await within(STOP_LIMIT_MS, this.ended, () => {
      this.process.kill('SIGKILL');
      return '';
    });
    await this.ended;
  }
}

/** `work`, or what `late` makes of it when that takes too long. */
async function within<T>(ms: number, work: Promise<T>, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late()), ms);
  });
  return Promise.race([work, timeUp]).finally(() => clearTimeout(timer));
}
