import type { ServiceConfiguration } from '@platform/profile';
import { newId } from '@platform/domain';
import { rm } from 'node:fs/promises';
import { DatabasePart } from './database-part.js';
import { dataDirectorySentence, type DataDirectory } from './data-directory.js';
import type { DeploymentPlan } from './deployment-plan.js';
import type { EntryPoints } from './entry-points.js';
import { freePort } from './free-port.js';
import { writeJson } from './json-file.js';
import { KeptRunning, type Part } from './kept-running.js';
import { stopLeftBehind } from './left-behind.js';
import { LogWatch } from './log-watch.js';
import {
  assertSamePlacement,
  newPlacement,
  readPlacement,
  type PlacementRecord,
} from './placement-record.js';
import { identify } from './process-identity.js';
import type { Progress } from './progress.js';
import { ProviderPart } from './provider-part.js';
import { describeRun, type RunningParts } from './run-file.js';
import { ServicePart } from './service-part.js';
import type { UpFile } from './up-file.js';

export interface DeploymentOptions {
  readonly plan: DeploymentPlan;
  readonly directory: DataDirectory;
  readonly entries: EntryPoints;
  readonly progress: Progress;
  /** Of the public address; 0 for any free one. */
  readonly port: number;
  /** Load demo data when this is the directory's first start. */
  readonly demo: boolean;
  /** Of a provider that is not ours. */
  readonly providerUrl?: string;
}

/**
 * Everything of one profile that runs: databases, payment provider, services. The caller holds the data directory's
 * lock. `up.json` and `run.json` follow what runs.
 */
export class Deployment {
  readonly #kept: {
    kind: UpFile['parts'][number]['kind'];
    running: KeptRunning;
    pid: () => number | null;
  }[] = [];
  readonly #watches: LogWatch[] = [];
  readonly #databases: DatabasePart[] = [];
  readonly #services: ServicePart[] = [];
  readonly #startedAt = new Date().toISOString();
  #provider: ProviderPart | undefined;
  #placement: PlacementRecord | undefined;
  #ready = false;
  #writing: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(private readonly options: DeploymentOptions) {}

  get origin(): string {
    return this.#services[0]?.url ?? '';
  }

  get demoIsDue(): boolean {
    return this.#placement?.demo === 'due';
  }

  get hasDemoData(): boolean {
    return this.#placement?.demo === 'loaded';
  }

  /** Databases first; then services and provider at the same time. Throws what the first part that failed said. */
  async start(): Promise<void> {
    const { plan, directory, progress } = this.options;
    try {
      for (const label of await stopLeftBehind(directory))
        progress.note(`${label} was left behind and is stopped`);
      const record = await readPlacement(directory);
      if (record) assertSamePlacement(record, plan, directory);
      const port = this.options.port === 0 ? 0 : await freePort(this.options.port);
      await this.#startDatabases();
      this.#placement = record ?? newPlacement(plan, newId(), this.options.demo);
      if (!record) await writeJson(directory.placement, this.#placement);
      await this.#startProcesses(port, this.#placement.deploymentId);
    } catch (error) {
      throw dataDirectorySentence(error, directory.root);
    }
  }

  async demoLoaded(): Promise<void> {
    if (!this.#placement) return;
    this.#placement = { ...this.#placement, demo: 'loaded' };
    await writeJson(this.options.directory.placement, this.#placement);
  }

  /** From here on `run.json` tells what runs. */
  async announce(): Promise<void> {
    this.#ready = true;
    this.#changed();
    await this.#writing;
  }

  /** Services first, as they need what stops after them; data stays. Ends also what is still starting. */
  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    const { progress, directory } = this.options;
    const failures: unknown[] = [];
    for (const kind of ['service', 'provider', 'database'] as const) {
      const stops = this.#kept
        .filter((part) => part.kind === kind)
        .map(({ running }) => {
          const { label } = running.part;
          return progress.step(
            `Stopping ${label}`,
            () => running.stop(),
            () => `${label} stopped`,
          );
        });
      // One that does not stop must not keep the others running.
      for (const result of await Promise.allSettled(stops))
        if (result.status === 'rejected') failures.push(result.reason);
    }
    for (const watch of this.#watches) await watch.stop();
    await this.#writing;
    await rm(directory.runFile, { force: true });
    await rm(directory.upFile, { force: true });
    if (failures.length > 0) throw failures[0];
  }

  /** For a user who will not wait for services to finish what they accepted. */
  hurry(): void {
    for (const service of this.#services) service.kill();
    this.#provider?.kill();
  }

  async #startDatabases(): Promise<void> {
    const { plan, directory } = this.options;
    await settled(
      plan.databases
        .filter(({ url }) => url === undefined)
        .map(({ name }) => {
          const part = new DatabasePart(name, directory.databaseDirectory(name));
          this.#databases.push(part);
          return this.#startPart(
            'database',
            part,
            () => part.pid,
            () => `database ${name} on port ${part.port}`,
          );
        }),
    );
  }

  async #startProcesses(originPort: number, deploymentId: string): Promise<void> {
    const { plan, directory, entries } = this.options;
    const starts: Promise<void>[] = [];
    if (this.options.providerUrl === undefined) {
      const provider = new ProviderPart({ port: await freePort(), entry: entries.provider, directory });
      this.#provider = provider;
      starts.push(this.#startChild('provider', provider, () => `payment provider at ${provider.url}`));
    }
    for (const { name, replicas, modules } of plan.services) {
      for (let replica = 0; replica < replicas; replica += 1) {
        const service = new ServicePart({
          ...{ name, replica, directory, entry: entries.service },
          port: this.#services.length === 0 ? originPort : 0,
          configuration: () => this.#configurationOf(name, replica, modules, deploymentId),
        });
        this.#services.push(service);
        starts.push(this.#startChild('service', service, () => `${service.label} at ${service.url}`));
      }
    }
    await settled(starts);
  }

  async #startChild(
    kind: 'provider' | 'service',
    part: ServicePart | ProviderPart,
    done: () => string,
  ): Promise<void> {
    const watch = new LogWatch(part.logFile, (text) => this.options.progress.warn(`${part.label}: ${text}`));
    await watch.start();
    this.#watches.push(watch);
    await this.#startPart(kind, part, () => part.pid, done);
  }

  async #startPart(
    kind: UpFile['parts'][number]['kind'],
    part: Part,
    pid: () => number | null,
    done: () => string,
  ): Promise<void> {
    const running = new KeptRunning(part, this.options.progress, () => this.#changed());
    this.#kept.push({ kind, running, pid });
    if (this.#stopping) return;
    await this.options.progress.step(`Starting ${part.label}`, () => running.start(), done);
  }

  #configurationOf(
    service: string,
    replica: number,
    modules: readonly string[],
    deploymentId: string,
  ): Omit<ServiceConfiguration, 'port'> {
    const { plan, directory } = this.options;
    return {
      ...{
        deploymentId,
        service,
        replica,
        modules: [...modules],
        host: '127.0.0.1',
        dataDir: directory.root,
      },
      placement: {
        databases: plan.databases.map(({ name }) => ({ name, url: this.#urlOf(name), pool: plan.pool })),
        modules: [...plan.placement],
      },
      ...{ transport: plan.transport, coordination: plan.coordination, topics: plan.topics },
      provider: { url: this.#providerUrl },
      demo: this.#placement?.demo !== 'left out',
    };
  }

  get #providerUrl(): string {
    return this.options.providerUrl ?? this.#provider?.url ?? '';
  }

  #urlOf(database: string): string {
    const planned = this.options.plan.databases.find(({ name }) => name === database);
    return planned?.url ?? this.#databases.find(({ name }) => name === database)?.url ?? '';
  }

  #changed(): void {
    this.#writing = this.#writing
      .then(() => this.#writeFiles())
      .catch((error: unknown) => {
        const sentence = dataDirectorySentence(error, this.options.directory.root);
        this.options.progress.warn(`What runs could not be written down: ${String(sentence)}`);
      });
  }

  async #writeFiles(): Promise<void> {
    const { directory, plan } = this.options;
    const own = await identify(process.pid);
    if (!own) return;
    const parts: UpFile['parts'] = [];
    for (const { kind, running, pid } of this.#kept) {
      const identity = await identify(pid() ?? 0);
      if (identity) parts.push({ kind, label: running.part.label, ...identity });
    }
    await writeJson(directory.upFile, {
      ...own,
      profile: plan.profile,
      startedAt: this.#startedAt,
      parts,
    } satisfies UpFile);
    if (this.#ready && !this.#stopping) await writeJson(directory.runFile, describeRun(this.#running()));
  }

  #running(): RunningParts {
    return {
      plan: this.options.plan,
      provider: { url: this.#providerUrl, pid: this.#provider?.pid ?? null },
      services: this.#services,
      urlOf: (database) => this.#urlOf(database),
      pidOf: (database) => this.#databases.find(({ name }) => name === database)?.pid ?? null,
    };
  }
}

/** Waits for all, so that nothing still starts when the first failure is told. */
async function settled(starts: Promise<void>[]): Promise<void> {
  const failure = (await Promise.allSettled(starts)).find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}
