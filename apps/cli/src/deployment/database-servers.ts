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

  /** Of an embedded database that was started. */
  urlOf(name: string): string {
    return this.#parts.get(name)?.part.url ?? '';
  }

  pidOf(name: string): number | null {
    return this.#parts.get(name)?.part.pid ?? null;
  }
}
