import { DatabasePart } from './database-part.js';
import type { DataDirectory } from './data-directory.js';
import type { Supervisor } from './supervisor.js';

/** The databases of a deployment: embedded ones are started when they are first asked for, others are there already. */
export class DatabaseServers {
  readonly #parts = new Map<string, { readonly part: DatabasePart; readonly started: Promise<void> }>();

  constructor(
    private readonly supervisor: Supervisor,
    private readonly directory: DataDirectory,
  ) {}

  /** Resolves when the embedded database of this name serves. */
  start(name: string): Promise<void> {
    const known = this.#parts.get(name);
    if (known) return known.started;
    const part = new DatabasePart(name, this.directory.databaseDirectory(name));
    const started = this.supervisor.start(part, () => `database ${name} on port ${part.port}`);
    this.#parts.set(name, { part, started });
    return started;
  }

  /** Stops the embedded databases that are not among these. */
  async keepOnly(names: readonly string[]): Promise<void> {
    const others = [...this.#parts].filter(([name]) => !names.includes(name));
    await this.supervisor.stop((part) => others.some(([, other]) => other.part === part));
    for (const [name] of others) this.#parts.delete(name);
  }

  /** Of an embedded database that was started. */
  urlOf(name: string): string {
    return this.#parts.get(name)?.part.url ?? '';
  }

  pidOf(name: string): number | null {
    return this.#parts.get(name)?.part.pid ?? null;
  }
}
