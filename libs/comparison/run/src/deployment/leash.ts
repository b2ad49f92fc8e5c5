// Runs a deployment on behalf of its parent and ends it when it is told to or when the parent is gone, however that came about.
// It leads a session of its own: a Ctrl-C in the terminal reaches the parent only, which stops things in order. Nothing but
// Node's own modules and erasable types: it is run from the sources, too.
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';

interface Leashed {
  /** What runs the deployment. */
  readonly command: readonly string[];
  /** What stops whatever it leaves behind when it does not end by itself. */
  readonly down: readonly string[];
  /** Is removed when the parent is gone. */
  readonly directory: string;
  readonly limitMs: number;
}

const { command, down, directory, limitMs } = JSON.parse(process.argv[2] ?? '{}') as Leashed;
const run = ([program = '', ...args]: readonly string[], output: 'inherit' | 'ignore') =>
  spawn(program, args, { stdio: ['ignore', output, output] });

const child = run(command, 'inherit');
let orphaned = false;
let late: NodeJS.Timeout | undefined;

function end(): void {
  child.kill('SIGTERM');
  child.kill('SIGCONT'); // a fault may have stopped it
  late ??= setTimeout(() => child.kill('SIGKILL'), limitMs);
}

process.on('message', end);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
process.on('disconnect', () => {
  orphaned = true;
  end();
});
child.once('error', () => process.exit(127));
child.once('exit', (code) => void finish(code));

async function finish(code: number | null): Promise<void> {
  clearTimeout(late);
  // It ends everything before it ends well: otherwise somebody else has to.
  if (code !== 0) await swept();
  if (orphaned) await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  process.exit(code ?? 1);
}

async function swept(): Promise<void> {
  const broom = run(down, 'ignore');
  const timer = setTimeout(() => broom.kill('SIGKILL'), limitMs);
  await new Promise<void>((resolve) => {
    broom.once('exit', () => resolve());
    broom.once('error', () => resolve());
  });
  clearTimeout(timer);
}
