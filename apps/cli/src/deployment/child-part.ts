import { spawn, type ChildProcess } from 'node:child_process';
import { open } from 'node:fs/promises';
import { childNodeFlags, startReport } from '@platform/profile';
import { DeploymentError } from './deployment-error.js';
import { compileCache } from './entry-points.js';
import { lastReasonIn } from './log-lines.js';
import { startLimitReached } from './start-limit.js';
import type { PartKind, SupervisedPart } from './supervised-part.js';

export interface ChildOptions {
  readonly kind: PartKind;
  readonly label: string;
  readonly entry: string;
  readonly logFile: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly startLimitMs: number;
  /** What it finishes before it serves, as it says now; the limit does not count meanwhile. */
  readonly finishing?: () => Promise<string | undefined>;
  /** Hears of that once. */
  readonly tell?: (text: string) => void;
  readonly stopLimitMs: number;
}

/** A Node process of ours that announces over IPC when it serves, writes its log to a file, and ends on SIGTERM. */
export class ChildPart implements SupervisedPart {
  #child: ChildProcess | undefined;
  #pid: number | null = null;
  #ended: Promise<string> = Promise.resolve('');

  constructor(private readonly options: ChildOptions) {}

  get kind(): PartKind {
    return this.options.kind;
  }

  get label(): string {
    return this.options.label;
  }

  get logFile(): string {
    return this.options.logFile;
  }

  /** Of the process that runs, or ran last. */
  get pid(): number | null {
    return this.#pid;
  }

  async start(died: (how: string) => void, spawned: () => void): Promise<void> {
    const { entry, logFile, label } = this.options;
    const log = await open(logFile, 'a', 0o600);
    const child = spawn(process.execPath, [...childNodeFlags, entry], {
      // A session of its own: Ctrl-C in the terminal reaches us only, and we stop things in order. The open stdin and
      // the IPC channel end with us, whatever ends us, and tell the child to end too.
      detached: true,
      stdio: ['pipe', log.fd, log.fd, 'ipc'],
      env: { NODE_COMPILE_CACHE: compileCache, ...process.env, ...this.options.environment },
    });
    this.#child = child;
    this.#pid = child.pid ?? null;
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(`could not be run (${error.message})`));
      child.once('exit', (code, signal) =>
        resolve(signal ? `was ended by ${signal}` : `ended with code ${String(code)}`),
      );
    });
    child.stdin?.on('error', () => undefined);
    void this.#ended.then(() => {
      if (this.#child === child) this.#child = undefined;
    });
    await log.close();
    spawned();

    const report = await this.#firstReport(child);
    if (report.type === 'ready') {
      void this.#ended.then(died);
      return;
    }
    child.kill('SIGKILL');
    await this.#ended;
    throw new DeploymentError(`${label} did not start: ${report.message}`);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    child.kill('SIGTERM');
    const forced = setTimeout(() => child.kill('SIGKILL'), this.options.stopLimitMs);
    await this.#ended;
    clearTimeout(forced);
  }

  /** Ends it at once, for a user who does not want to wait. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  async #firstReport(child: ChildProcess) {
    const { label, startLimitMs: limitMs, finishing, tell, logFile } = this.options;
    const says = (what: string): void => tell?.(`${label} takes requests when it is through with ${what}`);
    const reported = new AbortController();
    try {
      return await Promise.race([
        new Promise<ReturnType<typeof startReport.parse>>((resolve) => {
          child.on('message', (message) => {
            const report = startReport.safeParse(message);
            if (report.success) resolve(report.data);
          });
        }),
        this.#ended.then(async (how) => ({ type: 'failed' as const, message: await this.#endedEarly(how) })),
        startLimitReached({ limitMs, finishing, tell: says }, reported.signal).then(() => ({
          type: 'failed' as const,
          message: `it was not ready after ${limitMs / 1000} s; its log is ${logFile}.`,
        })),
      ]);
    } finally {
      reported.abort();
    }
  }

  async #endedEarly(how: string): Promise<string> {
    const last = await lastReasonIn(this.options.logFile);
    return `it ${how}${last ? ` ("${last}")` : ''}; its log is ${this.options.logFile}.`;
  }
}
