import { newId } from '@platform/domain';
import {
  defineEvent,
  droppedEnds,
  encode,
  type EncodedMessage,
  type StreamHead,
  LogReader,
  MESSAGING_MIGRATIONS,
} from '@platform/messaging';
import { KafkaTransport } from '@platform/messaging/kafka';
import { MessagingHarness } from '@platform/messaging/testing';
import { type Databases, registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { z } from 'zod';

const MODULES = ['shop', 'till'] as const;
type Module = (typeof MODULES)[number];
for (const module of MODULES) registerModule(module, { migrations: MESSAGING_MIGRATIONS });

const Priced = defineEvent('shop.priced', 1, z.object({ n: z.int() }));
const Paid = defineEvent('till.paid', 1, z.object({ n: z.int() }));
const TYPES = { shop: Priced.type, till: Paid.type };
export const TOPICS = { partitions: 3, replication: 1 };

/** Two modules with logs of their own that relay to Kafka, and answer who asks for their streams. */
export class Owners {
  readonly deploymentId = `test-${newId()}`;
  readonly modules = MODULES;
  /** How old an event has to be before it is told that there is one. */
  ageSeconds = 60;
  private running: MessagingHarness | undefined;
  private server: Server | undefined;

  private constructor(
    readonly databases: Databases,
    private readonly brokers: readonly string[],
    private readonly closeDatabases: () => Promise<void>,
  ) {}

  static async open(brokers: readonly string[]): Promise<Owners> {
    const { databases, close } = await openTestDatabases(MODULES, { pool: 12 });
    const owners = new Owners(databases, brokers, close);
    await owners.listen();
    await owners.start();
    return owners;
  }

  get peers(): { module: string; urls: string[] }[] {
    const address = this.server?.address();
    if (!address || typeof address === 'string') throw new Error('Nobody listens.');
    return MODULES.map((module) => ({ module, urls: [`http://127.0.0.1:${address.port}`] }));
  }

  get harness(): MessagingHarness {
    if (!this.running) throw new Error('The owners do not run.');
    return this.running;
  }

  /** Begins to relay. */
  async start(): Promise<void> {
    const { brokers, deploymentId } = this;
    const transport = new KafkaTransport({
      ...{ brokers, deploymentId, clientId: 'owners', topics: TOPICS, modules: MODULES },
    });
    this.running = new MessagingHarness(this.databases, MODULES, { transport, owner: 'owners-0' });
    await this.running.start();
  }

  async stop(): Promise<void> {
    await this.running?.stop();
    this.running = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    this.server?.close();
    this.server?.closeAllConnections();
    await this.closeDatabases();
  }

  /** Records `count` more events on each of the streams, one transaction per event, all streams at once. */
  async record(module: Module, streams: readonly string[], count: number): Promise<void> {
    const { harness } = this;
    const unit = this.databases.unitOfWork(module);
    await Promise.all(
      streams.map(async (stream) => {
        for (let n = 1; n <= count; n += 1)
          await unit.run(() => {
            harness.log(module).append(stream, [{ type: TYPES[module], data: { n } }]);
            return Promise.resolve();
          });
      }),
    );
  }

  /** An event as a later build of the module would record it. */
  async recordOfLaterBuild(module: Module, stream: string, type: string): Promise<void> {
    const s = `"${module}"`;
    await this.databases.unitOfWork(module).run(() =>
      this.databases.unitOfWork(module).query(
        `WITH head AS (
           UPDATE ${s}.stream_head SET version = version + 1, ord = greatest(ord, base + pg_current_xact_id()::text::bigint)
             FROM ${s}.log_base WHERE stream_id = $1 RETURNING stream_id, version, ord)
         INSERT INTO ${s}.event (ord, version, recorded_at, event_id, recorded_on, schema_version, channel, stream_id, type, data, meta)
         SELECT ord, version, now(), $3::uuid, current_date, 7, 'events', stream_id, $2, '{"of": ["a", "later", "build"]}',
                '{"correlationId": "c-7"}' FROM head`,
        [stream, type, newId()],
      ),
    );
  }

  /** Every event of the log of a module, as it is sent, by stream and version. */
  async events(module: Module): Promise<EncodedMessage[]> {
    const unit = this.databases.unitOfWork(module);
    const streams = await unit.read(() =>
      unit.query<{ id: string }>(`SELECT stream_id AS id FROM "${module}".stream_head ORDER BY stream_id`),
    );
    const found: EncodedMessage[] = [];
    for (const { id } of streams) found.push(...(await this.stream(module, id, 1, Number.MAX_SAFE_INTEGER)));
    return found;
  }

  private async stream(module: string, id: string, from: number, to: number): Promise<EncodedMessage[]> {
    const unit = this.databases.unitOfWork(module);
    return (await unit.read(() => new LogReader(unit).stream(id, from, to, 100_000))).map(encode);
  }

  /** As a service answers; see `RecordedStreamController` there. */
  private async listen(): Promise<void> {
    this.server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://owners');
      const [, , , module = '', streamId] = pathname.split('/').map(decodeURIComponent);
      const [from, to] = [Number(searchParams.get('from')), Number(searchParams.get('to'))];
      const isOfDropped = searchParams.get('ends') === 'dropped';
      const answer = isOfDropped
        ? this.droppedEnds(module, searchParams.get('after') ?? '')
        : streamId === undefined
          ? this.streams(module, searchParams.get('after') ?? '', searchParams.get('ageSeconds'))
          : this.stream(module, streamId, from, to);
      void answer.then((items) => response.end(JSON.stringify({ items })));
    });
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  private droppedEnds(module: string, after: string): Promise<StreamHead[]> {
    const unit = this.databases.unitOfWork(module);
    return unit.read(() => droppedEnds(unit, after, 2));
  }

  private streams(module: string, after: string, ageSeconds: string | null): Promise<StreamHead[]> {
    const unit = this.databases.unitOfWork(module);
    const age = ageSeconds === null ? this.ageSeconds : Number(ageSeconds);
    return unit.read(() => new LogReader(unit).streams(after, 2, age));
  }
}
