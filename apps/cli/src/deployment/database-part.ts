import { EmbeddedPostgres } from '@platform/embedded';
import type { SupervisedPart } from './supervised-part.js';

/** The embedded PostgreSQL of one database of the profile. */
export class DatabasePart implements SupervisedPart {
  readonly kind = 'database';
  readonly #server: EmbeddedPostgres;
  #pid: number | null = null;
  #died: (how: string) => void = () => undefined;

  constructor(
    readonly name: string,
    directory: string,
  ) {
    this.#server = new EmbeddedPostgres({
      directory,
      onUnexpectedExit: ({ signal, code, reason }) => {
        const how = signal ? `was ended by ${signal}` : `ended with code ${String(code)}`;
        this.#died(reason === undefined ? how : `${how} (${reason})`);
      },
    });
  }

  get label(): string {
    return `database ${this.name}`;
  }

  /** Of the server that runs, or ran last. */
  get pid(): number | null {
    return this.#pid;
  }

  get port(): number {
    return this.#server.port;
  }

  get url(): string {
    return this.#server.url(this.name);
  }

  async start(died: (how: string) => void): Promise<void> {
    this.#died = died;
    await this.#server.start();
    this.#pid = this.#server.pid;
    await this.#server.ensureDatabase(this.name);
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }
}
