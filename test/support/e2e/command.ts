import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { command } from './deployment.js';

export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `whereabouts` on a data directory, as an operator would. */
export async function whereabouts(data: string, ...args: readonly string[]): Promise<CommandResult> {
  const child = spawn(process.execPath, [command, ...args, '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Jest's is another one than Node's.
    env: { ...process.env },
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}
