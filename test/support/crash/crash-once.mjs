import { CrashPoints } from '@platform/persistence';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Kills its own process when it reaches the point that `armed.json` in `directory` names, `{ point, nth }`, for the n-th time
 * since it was armed. What was armed is gone before the process is, so the process that is started next lives; `died.json`
 * tells who died where.
 */
export class CrashOnce extends CrashPoints {
  #directory;
  #seen = 0;
  #counting = '';

  constructor(directory) {
    super();
    this.#directory = directory;
  }

  reached(name) {
    const armed = this.#armed();
    if (armed?.point !== name) return undefined;
    if (this.#counting !== armed.id) [this.#counting, this.#seen] = [armed.id, 0];
    this.#seen += 1;
    if (this.#seen < armed.nth) return undefined;
    if (!this.#take()) return undefined;
    writeFileSync(join(this.#directory, 'died.json'), JSON.stringify({ ...armed, pid: process.pid }));
    process.kill(process.pid, 'SIGKILL');
    // The signal is on its way; nothing that comes after this point may run.
    return new Promise(() => undefined);
  }

  /** Of several processes that reach the point at once, one dies. */
  #take() {
    try {
      renameSync(join(this.#directory, 'armed.json'), join(this.#directory, 'fired.json'));
      return true;
    } catch (error) {
      if (error.code === 'ENOENT') return false;
      throw error;
    }
  }

  #armed() {
    try {
      return JSON.parse(readFileSync(join(this.#directory, 'armed.json'), 'utf8'));
    } catch (error) {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    }
  }
}
