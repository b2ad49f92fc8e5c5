import type { Command } from 'commander';
import { exitCodeOf, textOf } from './cli-error.js';

/** Parses the arguments and runs what they name. Whatever goes wrong ends as one sentence and an exit code. */
export async function runProgram(program: Command): Promise<void> {
  process.stdout.on('error', fail);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    await program.parseAsync();
  } catch (error) {
    report(error);
    process.exitCode = exitCodeOf(error);
  }
}

/** For what escapes every other handler. A reader that went away (`| head`) is no failure. */
function fail(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') process.exit(0);
  report(error);
  process.exit(exitCodeOf(error));
}

function report(error: unknown): void {
  const text = textOf(error);
  if (text !== undefined) process.stderr.write(`${text}\n`);
}
