import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';

/** A Node process that runs a piece of JavaScript, says something when it is through with it, and stays until it is ended. */
export class ChildFixture {
  private constructor(
    private readonly process: ChildProcess,
    /** What it said. */
    readonly said: unknown,
  ) {}

  static async start(script: string, output: number | 'ignore' = 'ignore'): Promise<ChildFixture> {
    const stdio: StdioOptions = ['ignore', output, 'inherit', 'ipc'];
    const child = spawn(
      process.execPath,
      ['--input-type=module', '--eval', `process.on('disconnect', () => process.exit());\n${script}`],
      { stdio, env: { ...process.env, NODE_OPTIONS: '' } },
    );
    const [said] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) =>
        Promise.reject(new Error(`The child ended with ${String(code)}.`)),
      ),
    ])) as [unknown];
    return new ChildFixture(child, said);
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  async ask(): Promise<unknown> {
    this.process.send({});
    return ((await once(this.process, 'message')) as [unknown])[0];
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.kill('SIGKILL');
    await once(this.process, 'exit');
  }
}

/** Uses up so much processor time, however long that takes; what it used is in `used`, in s. */
export const burn = (seconds: number): string =>
  `let used; do { const { user, system } = process.cpuUsage(); used = (user + system) / 1e6; } while (used < ${seconds});`;
