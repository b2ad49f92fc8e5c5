import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TcpProxy } from '@comparison/faults';
import { EmbeddedKafka, EmbeddedPostgres } from '@platform/embedded';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Behaviour } from '@comparison/checkers/stored';
import { type Play, type Played, Stage } from '../support/crash/stage.js';

/**
 * Services whose wires to the broker and to their databases are bad: slow, cut again and again, or silent for longer than any
 * patience. The databases and the broker are the test's own, behind a proxy each; nobody dies. `npm run test:crash` tries all of
 * it; wires that are cut are part of every test run.
 */
const all = process.env['CRASH_ALL'] === '1';
const PROFILE = fileURLToPath(new URL('../../profiles/microservices-choreography.yaml', import.meta.url));
const CUTS = 12;
const CUT_EVERY_MS = 400;
const SILENT_MS = 12_000;

jest.setTimeout(300_000);

const behaviour: Behaviour = { declineRate: 0.15, loseReplyRate: 0.2, seed: 7 };
const plan = (seed: number): Play => ({
  ...{ seed, shoppers: 12, checkouts: 3, itemsAtMost: 2 },
  ...{ products: 4, pieces: 24, withinMs: 90_000 },
});

describe('services on a bad network', () => {
  let root: string;
  let broker: EmbeddedKafka;
  let cluster: EmbeddedPostgres;
  let toBroker: TcpProxy;
  let toDatabases: TcpProxy;
  let stage: Stage;
  const brokersBefore = process.env['KAFKA_BROKERS'];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'whereabouts-network-'));
    await chmod(root, 0o755); // as root PostgreSQL runs as another user, who must get through
    [toBroker, toDatabases] = await Promise.all([TcpProxy.open(), TcpProxy.open()]);
    cluster = new EmbeddedPostgres({
      directory: join(root, 'postgres'),
      settings: { max_connections: '300' },
    });
    broker = new EmbeddedKafka({
      directory: join(root, 'kafka'),
      settings: { 'advertised.listeners': `CLIENT://127.0.0.1:${toBroker.port}` },
    });
    await Promise.all([cluster.start(), broker.start()]);
    toBroker.leadsTo(broker.port);
    toDatabases.leadsTo(cluster.port);
    process.env['KAFKA_BROKERS'] = `127.0.0.1:${toBroker.port}`;
    stage = await Stage.open(behaviour, await behindProxies());
  });
  afterAll(async () => {
    await stage.close();
    await Promise.all([toBroker.close(), toDatabases.close()]);
    await Promise.all([broker.stop(), cluster.stop()]);
    if (brokersBefore === undefined) delete process.env['KAFKA_BROKERS'];
    else process.env['KAFKA_BROKERS'] = brokersBefore;
    await rm(root, { recursive: true, force: true });
  });

  if (all)
    it('keep every promise over slow wires', async () => {
      const heal = slow(15);
      expect(await survive(1, () => pause(5_000)).finally(heal)).toEqual([]);
    });

  it('keep every promise while the wires to the broker are cut again and again', async () => {
    expect(await survive(2, () => cutOften(toBroker))).toEqual([]);
  });

  it('keep every promise while the wires to the databases are cut again and again', async () => {
    expect(await survive(3, () => cutOften(toDatabases))).toEqual([]);
  });

  if (all)
    it('keep every promise when the broker falls silent for longer than anybody waits', async () => {
      expect(await survive(4, () => fallSilent(toBroker))).toEqual([]);
    });

  if (all)
    it('keep every promise when the databases fall silent for longer than anybody waits', async () => {
      expect(await survive(5, () => fallSilent(toDatabases))).toEqual([]);
    });

  /** Shops while the trouble lasts; judged when all is well again. */
  async function survive(seed: number, trouble: () => Promise<void>) {
    await stage.provider.behave(behaviour);
    const scene = await stage.setScene(plan(seed));
    const playing = stage.play(scene, plan(seed));
    const [played]: readonly [Played, unknown] = await Promise.all([playing, pause(300).then(trouble)]);
    await stage.provider.behave({});
    await stage.quiescent(90_000);
    return stage.judge(played);
  }

  function slow(ms: number): () => void {
    const wires = [toBroker, toDatabases];
    for (const wire of wires) wire.delay(ms);
    return () => {
      for (const wire of wires) wire.delay(0);
    };
  }

  async function cutOften(wire: TcpProxy): Promise<void> {
    for (let times = 0; times < CUTS; times += 1) {
      wire.cut();
      await pause(CUT_EVERY_MS);
    }
  }

  async function fallSilent(wire: TcpProxy): Promise<void> {
    wire.silence(true);
    await pause(SILENT_MS);
    wire.silence(false);
  }

  /** The shipped profile with databases of ours, each made on the one cluster and reached through the proxy. */
  async function behindProxies(): Promise<string> {
    const shipped = await readFile(PROFILE, 'utf8');
    const names = [...shipped.matchAll(/^ {2}(\w+): \{\}$/gm)].map(([, name = '']) => name);
    for (const name of names) await cluster.ensureDatabase(name);
    const url = (name: string): string => {
      const through = new URL(cluster.url(name));
      through.port = String(toDatabases.port);
      return through.href;
    };
    const file = join(root, 'bad-network.yaml');
    await writeFile(
      file,
      shipped.replaceAll(
        /^ {2}(\w+): \{\}$/gm,
        (_line, name: string) => `  ${name}: { url: "${url(name)}" }`,
      ),
    );
    return file;
  }
});
