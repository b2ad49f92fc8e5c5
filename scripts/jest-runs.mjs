import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs Jest in processes of its own, perhaps several beside each other. */
export class JestRuns {
  interrupted = false;
  #running = new Set();
  #count = 0;

  /**
   * @param {string} root of the repository
   * @param {string} reports directory that the reports go to
   * @param {readonly string[]} given arguments for every run
   */
  constructor(root, reports, given) {
    this.root = root;
    this.reports = reports;
    this.given = given;
  }

  /** @param {NodeJS.Signals} [signal] for those that it has not reached by itself */
  interrupt(signal) {
    this.interrupted = true;
    if (signal) for (const child of this.#running) child.kill(signal);
  }

  /**
   * @param {{ args: readonly string[], profile?: string, title?: string }} group
   * @param {{ alone: boolean }} how whether it may write while it runs; else what it says comes in one piece at its end
   * @returns {Promise<{ code: number, report: object | undefined }>} report: Jest's
   */
  async run({ args, profile, title }, { alone }) {
    const report = join(this.reports, `${(this.#count += 1)}.json`);
    if (title !== undefined) console.log(alone ? `\n${title}` : `Begun: ${title}`);
    const child = spawn(process.execPath, this.#argumentsFor(args, report), {
      cwd: this.root,
      env: { ...process.env, ...(profile !== undefined && { E2E_PROFILE: profile }) },
      stdio: ['inherit', 'ignore', alone ? 'inherit' : 'pipe'], // the report is also printed to stdout, which nobody wants to read
    });
    this.#running.add(child);
    const said = [];
    child.stderr?.on('data', (chunk) => said.push(chunk));
    const code = await new Promise((resolve) => {
      child.once('error', () => resolve(1));
      child.once('close', resolve);
    });
    this.#running.delete(child);
    if (!alone) process.stderr.write(Buffer.concat([Buffer.from(`\n${title ?? ''}\n`), ...said]));
    try {
      return { code, report: JSON.parse(readFileSync(report, 'utf8')) };
    } catch {
      return { code, report: undefined };
    }
  }

  #argumentsFor(args, report) {
    return [
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      join(this.root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--passWithNoTests',
      ...['--json', `--outputFile=${report}`],
      // What was given comes first: --selectProjects would take a pattern behind it for another project.
      ...[...this.given, ...args],
    ];
  }
}
