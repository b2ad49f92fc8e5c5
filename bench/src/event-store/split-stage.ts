import { catalogue } from '@marketplace/catalogue';
import { EmbeddedKafka, EmbeddedPostgres } from '@platform/embedded';
import {
  type EventStoreConfiguration,
  eventStoreConfigurationVariable,
  loadProfile,
  type ServiceConfiguration,
  serviceConfigurationVariable,
} from '@platform/profile';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

import { Child } from '../stage/child.js';

const app = (path: string): URL => new URL(`../../../apps/${path}`, import.meta.url);

/** Nobody is there: nothing that is measured asks another module over HTTP. */
const NOWHERE = 'http://127.0.0.1:9';

/** What listens to the products: the one service that is restarted, and the archive. */
export type Sink = 'cart' | 'archive';

/**
 * The service of the products, who listens to it, and the broker between them, as the profile `event-sourced` places them: a
 * database server each, and no other service, so that what is measured is theirs.
 */
export class SplitStage {
  private readonly servers = new Map<string, EmbeddedPostgres>();
  private readonly clients = new Map<string, pg.Client>();
  private readonly children = new Map<string, Child>();
  private readonly kafka: EmbeddedKafka;
  private readonly profile = loadProfile('event-sourced', {
    ...{ catalogue, env: {} },
    directory: fileURLToPath(new URL('../../../profiles', import.meta.url)),
  });
  #opening: Promise<void> | undefined;

  constructor(private readonly directory: string) {
    this.kafka = new EmbeddedKafka({ directory: join(directory, 'broker') });
  }

  open(): Promise<void> {
    this.#opening = this.#open();
    return this.#opening;
  }

  async #open(): Promise<void> {
    await this.kafka.start();
    await this.startService('product');
  }

  running(name: 'product' | Sink): Child {
    const child = this.children.get(name);
    if (!child) throw new Error(`"${name}" is not running.`);
    return child;
  }

  start(sink: Sink): Promise<Child> {
    return sink === 'archive' ? this.startEventStore() : this.startService(sink);
  }

  async stop(name: 'product' | Sink): Promise<void> {
    const child = this.children.get(name);
    this.children.delete(name);
    await child?.stop();
  }

  async kill(name: 'product' | Sink): Promise<void> {
    const child = this.children.get(name);
    this.children.delete(name);
    await child?.kill();
  }

  /** A superuser's connection to the database of a part. */
  client(name: 'product' | Sink): pg.Client {
    const client = this.clients.get(name);
    if (!client) throw new Error(`"${name}" has no database yet.`);
    return client;
  }

  /** Also what is still being opened, which fails at the first part that is gone. */
  async close(): Promise<void> {
    await this.#closeParts();
    await this.#opening?.catch(() => undefined);
    await this.#closeParts();
  }

  async #closeParts(): Promise<void> {
    await Promise.allSettled([...this.children.values()].map((child) => child.stop()));
    await Promise.allSettled([...this.clients.values()].map((client) => client.end()));
    await Promise.allSettled([...this.servers.values()].map((server) => server.stop()));
    await this.kafka.stop();
  }

  private async startService(name: 'product' | 'cart'): Promise<Child> {
    const { coordination, topics, pool, modules } = this.profile;
    const url = await this.databaseOf(name);
    const configuration: ServiceConfiguration = {
      ...{ deploymentId: 'bench', service: name, replica: 0, host: '127.0.0.1', port: 0, modules: [name] },
      placement: {
        databases: [{ name, url, pool }],
        modules: modules.map(({ name: module, database, schema, persistence }) => ({
          ...{ module, database, schema, persistence },
        })),
      },
      ...{ transport: 'kafka', coordination, topics },
      broker: { brokers: this.kafka.brokers },
      peers: modules.map(({ name: module }) => ({ module, urls: [NOWHERE] })),
      eventStore: null,
      ...{ provider: { url: NOWHERE }, demo: false, dataDir: this.directory },
    };
    return this.spawn(name, 'service/dist/main.js', serviceConfigurationVariable, configuration);
  }

  private async startEventStore(): Promise<Child> {
    const { topics, pool } = this.profile;
    const url = await this.databaseOf('archive');
    const configuration: EventStoreConfiguration = {
      ...{ deploymentId: 'bench', replica: 0, host: '127.0.0.1', port: 0, modules: ['product'], topics },
      database: { name: 'archive', url, pool },
      broker: { brokers: this.kafka.brokers },
      peers: [{ module: 'product', urls: [this.running('product').url] }],
    };
    return this.spawn('archive', 'event-store/dist/main.js', eventStoreConfigurationVariable, configuration);
  }

  private async spawn(name: string, entry: string, variable: string, configuration: object): Promise<Child> {
    const child = await Child.start({
      ...{ label: `The process "${name}"`, entry: app(entry), logFile: join(this.directory, `${name}.log`) },
      environment: { [variable]: JSON.stringify(configuration) },
    });
    this.children.set(name, child);
    return child;
  }

  private async databaseOf(name: string): Promise<string> {
    const known = this.servers.get(name);
    if (known) return known.url(name);
    const server = new EmbeddedPostgres({
      directory: join(this.directory, `${name}-database`),
      // When a row became visible is then known to the database itself.
      settings: { track_commit_timestamp: 'on' },
    });
    this.servers.set(name, server);
    await server.start();
    await server.ensureDatabase(name);
    const client = new pg.Client({ connectionString: server.url(name) });
    client.on('error', () => undefined); // a query on it tells
    await client.connect();
    this.clients.set(name, client);
    return server.url(name);
  }
}
