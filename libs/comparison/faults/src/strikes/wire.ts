import { EmbeddedKafka } from '@platform/embedded';
import { partName, type Part, type ResolvedProfile } from '@platform/profile';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultNotPossible, type Prepared } from '../fault.js';
import { expectOutage, outageOf, unharmed } from '../look/expect-outage.js';
import { guarded } from '../processes/guarded.js';
import { copyProfile } from '../wires/profile-copy.js';
import { TcpProxy } from '../wires/tcp-proxy.js';
import { openDatabase, type OwnDatabase } from './own-database.js';
import type { PlayableFault, StrikeScene } from './strike.js';

/** Later, in each direction, is every byte on a slow wire: two machines in different regions are as far apart. */
const SLOW_MS = 10;

/** Between the services and a database or the broker; open from the preparation until that is closed. */
interface Wire {
  readonly proxy: TcpProxy;
  /** The database's address past the wire. */
  readonly past?: string;
}

export function wireFault(kind: 'cut' | 'slow', part: Part, profile: ResolvedProfile): PlayableFault {
  const name = partName(part);
  const does = kind === 'cut' ? 'is cut' : `takes ${SLOW_MS} ms longer each way`;
  let wire: Wire | undefined;
  return {
    id: part.kind === 'database' ? `${kind}-database:${part.name}` : `${kind}-${part.kind}`,
    ...{ kind, part: name, title: `the connection to ${name} ${does}`, group: 'more', of: part },
    past: (): Record<string, string> => (wire?.past === undefined ? {} : { [part.name]: wire.past }),
    prepare: async (profileFile, directory) => {
      const { prepared, ...opened } = await (part.kind === 'database'
        ? wireDatabase(part.name, { profile, profileFile, directory })
        : wireBroker(profileFile, directory));
      wire = opened;
      return {
        ...prepared,
        close: async () => {
          wire = undefined;
          await prepared.close();
        },
      };
    },
    ready: ({ seat, description }: StrikeScene) => {
      if (!wire) throw new FaultNotPossible(`There is no wire to ${name}: the fault was not prepared.`);
      const { proxy } = wire;
      const { standStill, unavailable } = outageOf(part, description);
      const set = (on: boolean) => {
        if (kind === 'cut') proxy.sever(on);
        else proxy.delay(on ? SLOW_MS : 0);
      };
      return Promise.resolve({
        expected: kind === 'cut' ? expectOutage(part, description) : unharmed,
        standStill: kind === 'cut' ? standStill : [],
        unavailable: kind === 'cut' ? unavailable : [],
        begin: () => {
          set(true);
          return Promise.resolve(async () => {
            set(false);
            await seat.untilReady();
            return [];
          });
        },
        close: () => {
          set(false);
          return Promise.resolve();
        },
      });
    },
  };
}

type Wired = Wire & { readonly prepared: Prepared };

/** One that runs elsewhere is reached through the wire; in place of an embedded one there is one of ours. */
async function wireDatabase(
  name: string,
  { profile, profileFile, directory }: { profile: ResolvedProfile; profileFile: string; directory: string },
): Promise<Wired> {
  const elsewhere = profile.databases.find((each) => each.name === name)?.url ?? null;
  const own = elsewhere === null ? await openGuarded(name, directory) : undefined;
  const through = new URL(own?.url ?? elsewhere ?? '');
  if (!own && !['127.0.0.1', 'localhost'].includes(through.hostname))
    throw new FaultNotPossible(`The database ${name} is on another machine, where no wire of ours leads.`);
  const proxy = await TcpProxy.open();
  const close = () => proxy.close().finally(() => own?.close());
  try {
    const past = through.href;
    proxy.leadsTo(Number(through.port || 5432));
    [through.hostname, through.port] = ['127.0.0.1', String(proxy.port)];
    const copy = await copyProfile(profileFile, directory, { database: name, url: through.href });
    return { proxy, past, prepared: { profileFile: copy, environment: {}, close } };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openGuarded(name: string, directory: string): Promise<OwnDatabase> {
  const postgres = join(directory, 'postgres');
  const release = guarded({ directory, postgres });
  try {
    const database = await openDatabase(name, postgres);
    return { ...database, close: () => database.close().then(release) };
  } catch (error) {
    release();
    throw error;
  }
}

async function wireBroker(profileFile: string, directory: string): Promise<Wired> {
  const copy = await copyProfile(profileFile, directory);
  await chmod(directory, 0o755);
  const proxy = await TcpProxy.open();
  const kafka = join(directory, 'kafka');
  const release = guarded({ directory, kafka });
  const broker = new EmbeddedKafka({
    directory: kafka,
    settings: { 'advertised.listeners': `CLIENT://127.0.0.1:${proxy.port}` },
  });
  try {
    await broker.start();
  } catch (error) {
    await proxy.close();
    release();
    throw new FaultNotPossible(`No broker could be put behind a wire: ${(error as Error).message}`);
  }
  proxy.leadsTo(broker.port);
  const close = async () => {
    await proxy.close().finally(() => broker.stop());
    release();
  };
  const environment = { KAFKA_BROKERS: `127.0.0.1:${proxy.port}` };
  return { proxy, prepared: { profileFile: copy, environment, close } };
}
