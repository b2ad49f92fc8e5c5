import { CrashPoints } from '@platform/persistence';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 5;

/**
 * Kills its own process when it reaches the point that `armed.json` in `directory` names, `{ point, nth, service? }`, for the n-th
 * time since it was armed; or, when it says `waits`, stays there for as long as `held.json` does. What was armed is gone before the
 * process is, so the process that is started next lives, unless the next of `then` is armed for it; `died-ID.json` or `held.json`
 * tells who it was, and where.
 */
export class CrashOnce extends CrashPoints {
  #directory;
  #service;
  #seen = 0;
  #counting = '';

  /** @param service name of this process's service; what is armed for another one does not concern it */
  constructor(directory, service) {
    super();
    this.#directory = directory;
    this.#service = service;
  }

  reached(name) {
    const armed = this.#armed();
    if (armed?.point !== name || (armed.service ?? this.#service) !== this.#service) return undefined;
    if (this.#counting !== armed.id) [this.#counting, this.#seen] = [armed.id, 0];
    this.#seen += 1;
    if (this.#seen < armed.nth) return undefined;
    if (!this.#take()) return undefined;
    this.#tell(armed.waits ? 'held' : `died-${armed.id}`, armed);
    const [next, ...then] = armed.then ?? [];
    if (next) this.#arm({ ...next, then });
    if (armed.waits) return this.#untilLetGo();
    process.kill(process.pid, 'SIGKILL');
    // The signal is on its way; nothing that comes after this point may run.
    return new Promise(() => undefined);
  }

  async #untilLetGo() {
    while (existsSync(this.#file('held'))) await pause(LOOK_AGAIN_MS);
  }

  /** Of several processes that reach the point at once, one dies. */
  #take() {
    try {
      renameSync(this.#file('armed'), this.#file('fired'));
      return true;
    } catch (error) {
      if (error.code === 'ENOENT') return false;
      throw error;
    }
  }

  #arm(next) {
    writeFileSync(this.#file('next'), JSON.stringify(next));
    renameSync(this.#file('next'), this.#file('armed'));
  }

  #armed() {
    try {
      return JSON.parse(readFileSync(this.#file('armed'), 'utf8'));
    } catch (error) {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  #tell(name, armed) {
    writeFileSync(this.#file(name), JSON.stringify({ ...armed, pid: process.pid }));
  }

  #file(name) {
    return join(this.#directory, `${name}.json`);
  }
}
