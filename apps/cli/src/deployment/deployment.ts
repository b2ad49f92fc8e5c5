import type { Addresses } from './addresses.js';
import type { Broker } from './broker/brokers.js';
import type { DataDirectory } from './data-directory.js';
import type { DatabaseServers } from './database-servers.js';
import { databasesOf, type DeploymentPlan } from './deployment-plan.js';
import type { EntryPoints } from './entry-points.js';
import { EventStorePart } from './event-store-part.js';
import { GatewayPart } from './gateway-part.js';
import type { Progress } from './progress.js';
import { ProviderPart } from './provider-part.js';
import { describeRun, type RunFile } from './run-file.js';
import { serviceConfiguration, type SharedConfiguration } from './service-configurations.js';
import { untilReady } from './until-ready.js';
import { ServicePart } from './service-part.js';
import { settled } from './settled.js';
import type { Supervisor } from './supervisor.js';

export interface DeploymentOptions {
  readonly plan: DeploymentPlan;
  readonly directory: DataDirectory;
  readonly entries: EntryPoints;
  /** Undefined where messages stay in the process. */
  readonly broker: Broker | undefined;
  readonly supervisor: Supervisor;
  readonly progress: Progress;
  readonly databases: DatabaseServers;
  readonly addresses: Addresses;
  readonly deploymentId: string;
  readonly demo: boolean;
  /** Done once, when the first service could be started. */
  readonly beforeServices?: () => Promise<void>;
  /** Of a provider that is not ours. */
  readonly providerUrl?: string;
  /** Opens the services' admin routes at the gateway. */
  readonly adminToken?: string;
}

/** Everything of one profile that runs: databases, broker, payment provider, services, gateway. */
export class Deployment {
  /** By service, its replicas in order. */
  readonly #services = new Map<string, ServicePart[]>();
  #provider: ProviderPart | undefined;
  #gateway: GatewayPart | undefined;
  #eventStore: EventStorePart | undefined;
  #cleared: Promise<void> | undefined;

  constructor(private readonly options: DeploymentOptions) {}

  get origin(): string {
    return this.options.addresses.origin.url;
  }

  /**
   * Starts all that needs nothing at once, and each service as soon as its databases and the broker serve; resolves when
   * all serve. Throws what the first part that failed said, when nothing is starting any more.
   */
  async start(): Promise<void> {
    const { plan, addresses } = this.options;
    const databases = new Map(plan.databases.map(({ name, url }) => [name, this.#startDatabase(name, url)]));
    const broker = this.#startBroker();
    const services = addresses.services.flatMap((service) => {
      const needed = databasesOf(plan, service.modules).flatMap((name) => databases.get(name) ?? []);
      return service.replicas.map((_, replica) => this.#startService(service, replica, [broker, ...needed]));
    });
    const others = [this.#startProvider(), this.#startGateway(), this.#startEventStore(databases, broker)];
    await settled([...databases.values(), broker, ...services, ...others]);
    await this.#untilGatewayIsReady();
  }

  /** What runs, and where. */
  describe(): RunFile {
    const { plan, addresses, broker, databases } = this.options;
    return describeRun({
      ...{ plan, addresses, broker },
      provider: { url: this.#providerUrl, pid: this.#provider?.pid ?? null },
      gatewayPid: this.#gateway?.pid ?? null,
      eventStorePid: this.#eventStore?.pid ?? null,
      servicePid: (name, replica) => this.#services.get(name)?.[replica]?.pid ?? null,
      urlOf: (name) => this.#urlOf(name),
      databasePid: (name) => databases.pidOf(name),
    });
  }

  async #startDatabase(name: string, url: string | undefined): Promise<void> {
    if (url === undefined) await this.options.databases.start(name);
  }

  async #startBroker(): Promise<void> {
    const { broker, supervisor, progress } = this.options;
    if (!broker) return;
    broker.tell?.((text) => progress.note(text));
    await supervisor.start(broker, () => `${broker.label} at ${broker.brokers.join(', ')}`);
  }

  async #startProvider(): Promise<void> {
    const { providerUrl, addresses, entries, directory, supervisor } = this.options;
    if (providerUrl !== undefined) return;
    this.#provider = new ProviderPart(addresses.provider, entries.provider, directory);
    await supervisor.start(this.#provider, () => `payment provider at ${addresses.provider.url}`);
  }

  async #startGateway(): Promise<void> {
    const { addresses, entries, directory, supervisor, adminToken } = this.options;
    if (!addresses.gateway) return;
    const options = { addresses, entry: entries.gateway, directory };
    this.#gateway = new GatewayPart({ ...options, ...(adminToken !== undefined && { adminToken }) });
    await supervisor.start(this.#gateway, () => `gateway at ${addresses.origin.url}`);
  }

  async #startEventStore(
    databases: ReadonlyMap<string, Promise<void>>,
    broker: Promise<void>,
  ): Promise<void> {
    const { plan, addresses, entries, directory, supervisor } = this.options;
    if (!plan.eventStore || !addresses.eventStore) return;
    const { database } = plan.eventStore;
    await Promise.all([databases.get(database), broker]);
    this.#eventStore = new EventStorePart({
      ...{ shared: this.#shared, address: addresses.eventStore, database },
      ...{ entry: entries.eventStore, directory },
    });
    await supervisor.start(this.#eventStore, () => `event store at ${addresses.eventStore?.url ?? ''}`);
  }

  /** The gateway looks for its services by itself; what is announced has to work. */
  async #untilGatewayIsReady(): Promise<void> {
    const { addresses, supervisor, progress } = this.options;
    if (!addresses.gateway) return;
    const url = new URL('/health/ready', addresses.origin.url);
    if (!(await untilReady(url, () => supervisor.hasEnded)))
      progress.warn(`The gateway does not find every service ready: ${url.href} tells which.`);
  }

  async #startService(
    service: Addresses['services'][number],
    replica: number,
    needed: readonly Promise<void>[],
  ): Promise<void> {
    const { addresses, entries, directory, supervisor, progress } = this.options;
    await Promise.all(needed);
    this.#cleared ??= this.options.beforeServices?.() ?? Promise.resolve();
    await this.#cleared;
    const configuration = serviceConfiguration(this.#shared, service, replica);
    const behindGateway = addresses.gateway !== undefined;
    const tell = (text: string): void => progress.warn(text);
    const part = new ServicePart(configuration, entries.service, directory, behindGateway, tell);
    const replicas = this.#services.get(service.name) ?? [];
    replicas[replica] = part;
    this.#services.set(service.name, replicas);
    await supervisor.start(part, () => `${part.label} at ${service.replicas[replica]?.url ?? ''}`);
  }

  get #shared(): SharedConfiguration {
    const { plan, addresses, deploymentId, directory, demo, broker } = this.options;
    return {
      ...{ plan, addresses, deploymentId, demo, dataDir: directory.root, providerUrl: this.#providerUrl },
      brokers: broker?.brokers,
      urlOf: (name) => this.#urlOf(name),
    };
  }

  get #providerUrl(): string {
    return this.options.providerUrl ?? this.options.addresses.provider.url;
  }

  #urlOf(database: string): string {
    const planned = this.options.plan.databases.find(({ name }) => name === database);
    return planned?.url ?? this.options.databases.urlOf(database);
  }
}
