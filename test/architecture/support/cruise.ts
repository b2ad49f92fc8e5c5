import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ICruiseResult } from 'dependency-cruiser';
import { repository } from './repository.js';

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** `rule: from → to` of every import below `directory` that breaks a rule. In a process of its own, as `npm run lint` does. */
export async function brokenRules(directory: string, ...folders: string[]): Promise<string[]> {
  const { summary } = await cruise(directory, folders);
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
}

async function cruise(directory: string, folders: readonly string[]): Promise<ICruiseResult> {
  const depcruise = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(repository, '.dependency-cruiser.cjs');
  // The exit code counts the violations; they are read from the output instead.
  const run = promisify(execFile)(
    process.execPath,
    [depcruise, '--config', config, '--output-type', 'json', ...folders],
    { cwd: directory, maxBuffer: MAX_OUTPUT_BYTES, env: { ...process.env, NODE_OPTIONS: '' } },
  ).catch((error: unknown) => error as { stdout: string; stderr: string });
  const { stdout, stderr } = await run;
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser failed: ${stderr}`);
  return JSON.parse(stdout) as ICruiseResult;
}
