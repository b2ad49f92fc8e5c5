import type { Measured, Second } from '@comparison/protocol';
import { type ChildProcess, fork } from 'node:child_process';
import type { Order, Report } from './messages.js';

/** How the process is started. */
export interface Program {
  readonly entry: string | URL;
  readonly execArgv: readonly string[];
}

const KEPT_WORDS = 4_000;
const STOP_LIMIT_MS = 10_000;

interface Waiting {
  readonly resolve: (measured: Measured | undefined) => void;
  readonly reject: (error: Error) => void;
  readonly onSecond: ((second: Second) => void) | undefined;
}

/** The generator's process, as its parent sees it: one order at a time. */
export class GeneratorProcess {
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;
  private waiting: Waiting | undefined;
  private end: string | undefined;
  private said = '';

  constructor({ entry, execArgv }: Program) {
    this.child = fork(entry, {
      // A session of its own: Ctrl-C reaches the parent only, which ends a stretch in order.
      detached: true,
      execArgv: [...execArgv],
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.said = (this.said + text).slice(-KEPT_WORDS);
    });
    this.child.on('message', (report) => this.hear(report as Report));
    this.gone = new Promise<string>((resolve) => {
      this.child.once('error', (error) => resolve(`could not be run (${error.message})`));
      this.child.once('close', (code, signal) =>
        resolve(signal ? `was ended by ${signal}` : `ended with code ${String(code)}`),
      );
    }).then((how) => this.leave(how));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** @throws Error with what it says went wrong, or how the process ended */
  async ask(order: Order, onSecond?: (second: Second) => void): Promise<Measured | undefined> {
    if (this.end !== undefined) throw new Error(this.end);
    if (this.waiting) throw new Error('The load generator does one thing at a time.');
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject, onSecond };
      this.tell(order);
    });
  }

  tell(order: Order): void {
    // One that is going away is told by its end.
    if (this.child.connected) this.child.send(order, () => undefined);
  }

  /** Once it has written what it knows; forced when it does not. */
  async stop(): Promise<void> {
    this.tell({ type: 'stop' });
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_LIMIT_MS);
    await this.gone.finally(() => clearTimeout(timer));
  }

  private hear(report: Report): void {
    if (report.type === 'second') return this.waiting?.onSecond?.(report.second);
    const { waiting } = this;
    this.waiting = undefined;
    if (report.type === 'failed') waiting?.reject(new Error(report.message));
    else waiting?.resolve(report.measured);
  }

  private leave(how: string): void {
    const words = this.said.trim();
    this.end = `The load generator ${how}${words ? `: ${words}` : '.'}`;
    this.waiting?.reject(new Error(this.end));
    this.waiting = undefined;
  }
}
