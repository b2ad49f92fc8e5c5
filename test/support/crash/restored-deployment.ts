import type { Behaviour } from '@comparison/checkers/stored';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpEventArchive, type PlaceInModule } from '@platform/messaging';
import { Postgres15 } from '../../integration/restored/postgres-15.fixture.js';
import { whereabouts } from '../e2e/command.js';
import { Stage } from './stage.js';

const SHIPPED = new URL('../../../profiles/event-sourced.yaml', import.meta.url);

/** The profile `event-sourced` with the databases of some modules on clusters that are lost and restored at will. */
export class RestoredDeployment {
  private constructor(
    readonly stage: Stage,
    private readonly directory: string,
    private readonly profile: string,
    private readonly clusters: Map<string, Postgres15>,
  ) {}

  static async open(
    checkout: 'choreography' | 'orchestration',
    modules: readonly string[],
    behaviour: Behaviour,
  ): Promise<RestoredDeployment> {
    const directory = await mkdtemp(join(tmpdir(), 'whereabouts-restored-'));
    const clusters = new Map<string, Postgres15>();
    try {
      let profile = await readFile(SHIPPED, 'utf8');
      profile = profile.replace(/^checkout: .*$/m, `checkout: ${checkout}`);
      for (const module of modules) {
        const cluster = await Postgres15.start();
        clusters.set(module, cluster);
        await cluster.createDatabase(module);
        profile = profile.replace(
          `\n  ${module}: {}\n`,
          `\n  ${module}: { url: "${cluster.url(module)}" }\n`,
        );
      }
      const file = join(directory, 'restored.yaml');
      await writeFile(file, profile);
      return new RestoredDeployment(await Stage.open(behaviour, file), directory, file, clusters);
    } catch (error) {
      await endAll(clusters, directory);
      throw error;
    }
  }

  dump(module: string): ReturnType<Postgres15['dump']> {
    return this.cluster(module).dump(module);
  }

  /** While nothing runs: the cluster of a module is lost, and another one in its place has what the dump has. */
  async restore(module: string, dump: Awaited<ReturnType<Postgres15['dump']>>): Promise<void> {
    const lost = this.cluster(module);
    await lost.stop();
    const cluster = await Postgres15.start(lost.port);
    this.clusters.set(module, cluster);
    await cluster.restore(dump, module);
  }

  /** Says that a module may start that keeps more than its events, which is all that is archived. */
  async accept(module: string): Promise<void> {
    const flags = ['--accept-loss', '--profile', this.profile];
    const { code, out, err } = await whereabouts(this.stage.deployment.data, 'recover', module, ...flags);
    if (code !== 0) throw new Error(`recover ended with ${String(code)}: ${out}${err}`);
  }

  /** Ids of the events of a module by stream and version, as its log has them and as the archive has them. */
  async recorded(
    module: string,
  ): Promise<{ readonly log: readonly string[]; readonly archive: readonly string[] }> {
    const rows = await this.stage.databases.query<{ at: string }>(
      module,
      `SELECT concat_ws(' ', stream_id, version, event_id) AS at FROM "${module}".event WHERE channel = 'events'
        ORDER BY stream_id COLLATE "C", version`,
    );
    return { log: rows.map(({ at }) => at), archive: await this.archived(module) };
  }

  async close(): Promise<void> {
    await this.stage.close().finally(() => endAll(this.clusters, this.directory));
  }

  private async archived(module: string): Promise<string[]> {
    const { eventStore } = await this.stage.deployment.run();
    if (!eventStore) throw new Error('There is no Event Store.');
    const archive = new HttpEventArchive(eventStore.url);
    const found: string[] = [];
    let place: PlaceInModule | undefined;
    do {
      const { items, next } = await archive.events(module, {}, place);
      found.push(
        ...items.map(({ key, headers }) => [key, headers['ce_streamversion'], headers['ce_id']].join(' ')),
      );
      place = next;
    } while (place);
    return found;
  }

  private cluster(module: string): Postgres15 {
    const cluster = this.clusters.get(module);
    if (!cluster) throw new Error(`The database of "${module}" is not one that can be lost.`);
    return cluster;
  }
}

async function endAll(clusters: ReadonlyMap<string, Postgres15>, directory: string): Promise<void> {
  await Promise.allSettled([...clusters.values()].map((cluster) => cluster.stop()));
  await rm(directory, { recursive: true, force: true });
}
