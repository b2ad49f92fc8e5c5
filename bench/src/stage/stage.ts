import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@platform/embedded';
import pg from 'pg';
import { type Marketplace } from '../data/marketplace.js';
import { loadMarketplace } from '../data/load-marketplace.js';
import { Child } from './child.js';
import { untilQuiet } from './quiescence.js';
import { serviceEnvironment, SERVICE_CONNECTIONS } from './service-configuration.js';

const app = (path: string): URL => new URL(`../../../apps/${path}`, import.meta.url);

export const SYSTEMS = ['bare', 'service'] as const;
/** The two that are compared. */
export type System = (typeof SYSTEMS)[number];

/** One embedded PostgreSQL with its data, the payment provider, and the systems on them. */
export class Stage {
  private readonly postgres: EmbeddedPostgres;
  private readonly children = new Map<System | 'provider', Child>();
  #client: pg.Client | undefined;
  #opening: Promise<void> | undefined;

  constructor(
    readonly directory: string,
    readonly marketplace: Marketplace,
  ) {
    this.postgres = new EmbeddedPostgres({ directory: join(directory, 'database') });
  }

  /** Starts database and provider, and the service once, to make its tables and load what is sold. */
  open(): Promise<void> {
    this.#opening = this.#open();
    return this.#opening;
  }

  async #open(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    await this.postgres.start();
    await this.postgres.ensureDatabase('marketplace');
    this.#client = new pg.Client({ connectionString: this.databaseUrl });
    await this.#client.connect();
    const provider = await Child.start({
      label: 'The payment provider',
      entry: app('payment-provider/dist/main.js'),
      environment: { PROVIDER_PORT: '0', PROVIDER_DATA: join(this.directory, 'provider') },
      logFile: join(this.directory, 'provider.log'),
    });
    this.children.set('provider', provider);
    const service = await this.start('service');
    await loadMarketplace(service.url, this.marketplace);
    await untilQuiet(service.url);
  }

  get databaseUrl(): string {
    return this.postgres.url('marketplace');
  }

  get databasePid(): number {
    return this.postgres.pid;
  }

  /** A superuser's connection, for looking and for preparing. */
  get client(): pg.Client {
    if (!this.#client) throw new Error('The stage is not open.');
    return this.#client;
  }

  running(part: System | 'provider'): Child {
    const child = this.children.get(part);
    if (!child) throw new Error(`The ${part} is not running.`);
    return child;
  }

  /** Starts a system, or leaves it as it runs. `databaseUrl`: by another way than the straight one. */
  async start(system: System, databaseUrl = this.databaseUrl): Promise<Child> {
    const present = this.children.get(system);
    if (present) return present;
    const provider = this.running('provider').url;
    const child = await Child.start(
      system === 'service'
        ? {
            label: 'The service',
            entry: app('service/dist/main.js'),
            environment: serviceEnvironment(databaseUrl, provider, this.directory),
            logFile: join(this.directory, 'service.log'),
          }
        : {
            label: 'The bare handler',
            entry: new URL('../bare/main.js', import.meta.url),
            environment: {
              BARE_DATABASE: databaseUrl,
              BARE_PROVIDER: provider,
              BARE_CONNECTIONS: String(SERVICE_CONNECTIONS),
            },
            logFile: join(this.directory, 'bare.log'),
          },
    );
    this.children.set(system, child);
    return child;
  }

  async stop(part: System | 'provider'): Promise<void> {
    const child = this.children.get(part);
    this.children.delete(part);
    await child?.stop();
  }

  /** Also what is still being opened, which fails at the first part that is gone. */
  async close(): Promise<void> {
    await this.#stopChildren();
    await this.#opening?.catch(() => undefined);
    await this.#stopChildren();
    await this.#client?.end().catch(() => undefined);
    await this.postgres.stop();
  }

  async #stopChildren(): Promise<void> {
    await Promise.allSettled(SYSTEMS.map((system) => this.stop(system)));
    await this.stop('provider').catch(() => undefined);
  }
}
