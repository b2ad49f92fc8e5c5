import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from './options.js';

const INTERRUPTED = 130;

/** Where a benchmark is made, removed when it is over. */
export interface Workplace {
  readonly directory: string;
  /** Rejects on Ctrl-C and SIGTERM: to be raced with what is measured. */
  readonly interrupted: Promise<never>;
}

/**
 * The whole of a benchmark's process. It ends with 2 for options that make no sense, 130 when it was stopped, 1 for any other error.
 *
 * @param read options; nothing when help was asked for and printed
 * @param measure stops whatever it has started before it resolves or rejects
 */
export async function runBenchmark<Options>(
  read: (args: readonly string[]) => Options | undefined,
  measure: (options: Options, workplace: Workplace) => Promise<void>,
): Promise<never> {
  try {
    const options = read(process.argv.slice(2));
    if (options) await inWorkplace((workplace) => measure(options, workplace));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode ??= error instanceof UsageError ? 2 : 1;
  }
  return process.exit();
}

async function inWorkplace(work: (workplace: Workplace) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'whereabouts-bench-'));
  await chmod(directory, 0o755); // PostgreSQL runs as another user when we are root
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const interrupt = (): void => {
    process.exitCode = INTERRUPTED;
    reject(new Error('Stopped.'));
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    await work({ directory, interrupted });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
