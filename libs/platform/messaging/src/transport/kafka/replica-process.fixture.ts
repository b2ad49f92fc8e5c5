import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a replica is told when it is started. */
export interface ReplicaOptions {
  /** Of the database. */
  readonly url: string;
  readonly brokers: readonly string[];
  readonly deploymentId: string;
  readonly owner: string;
  readonly consumer: string;
  /** How long a message takes. */
  readonly handlerMs: number;
  /** Where it says so and lingers, once, for somebody to freeze it. */
  readonly freezeAt?: 'in-transaction' | 'before-acknowledge';
}

/** What a replica tells. */
export interface ReplicaReport {
  readonly type: 'receiving' | 'waiting' | 'at-the-point';
}

// Children run what was built: Node by itself does not read the decorators of the sources.
const program = fileURLToPath(new URL('../../../dist/transport/kafka/replica.fixture.js', import.meta.url));

/** A replica of `sink` in a process of its own. */
export class ReplicaProcess {
  private readonly reports: ReplicaReport['type'][] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(private readonly child: ChildProcess) {
    child.on('message', ({ type }: ReplicaReport) => {
      this.reports.push(type);
      for (const look of this.waiting) look();
    });
  }

  static start(options: ReplicaOptions): ReplicaProcess {
    if (!existsSync(program)) throw new Error('Replicas run what was built: run "npm run build" first.');
    return new ReplicaProcess(fork(program, [JSON.stringify(options)], { execArgv: [] }));
  }

  /** Resolves when it has told this at least once. */
  async told(type: ReplicaReport['type']): Promise<void> {
    while (!this.reports.includes(type)) {
      if (!this.isRunning) throw new Error(`The replica ended before it told "${type}".`);
      await new Promise<void>((resolve) => {
        this.waiting.add(resolve);
        this.child.once('exit', () => resolve());
      });
    }
  }

  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    if (!this.isRunning) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  /** In order. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const gone = once(this.child, 'exit');
    this.child.send('stop');
    await gone;
  }

  private get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }
}
