import { type Abstract, type INestApplication, Injectable, type Type } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { newId } from '@platform/domain';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import { MessagingLag, MessagingModule, MessagingServer, ParkedMessages } from '@platform/messaging';
import { waitUntil } from '@platform/messaging/testing';
import { CrashPoints, Databases, PersistenceModule, type Placement } from '@platform/persistence';
import { Recovery, RecoveryModule } from '@platform/recovery';
import { Client } from 'pg';

import type { SagaDefinition } from '../definition/saga-definition.js';
import { SagaModule } from '../saga.module.js';
import { SagaObserver } from '../saga-observer.js';
import { type OpenSagaView, SagaRuntime } from '../saga-runtime.js';
import { Sagas } from '../sagas.js';
import type { SagaEnd } from '../transaction/saga-driver.js';
import { BookingModule, diaryOf, type World } from './booking.fixture.js';
import { booking, BOOKING_MODULES, type BookingRequest } from './booking.saga.fixture.js';

@Injectable()
export class Recorder extends SagaObserver {
  readonly ends = new Map<string, SagaEnd[]>();
  readonly failures: unknown[] = [];
  readonly takenOverIds: string[] = [];
  override ended(_type: string, id: string, end: SagaEnd): void {
    this.ends.set(id, [...(this.ends.get(id) ?? []), end]);
  }
  override takenOver(_type: string, id: string): void {
    this.takenOverIds.push(id);
  }
  override failed(_type: string, _id: string | undefined, error: unknown): void {
    this.failures.push(error);
  }
}

export class Watch extends CrashPoints {
  readonly seen: string[] = [];
  /** Runs once, at the crash point of that name. */
  sabotage: { readonly at: string; readonly run: () => Promise<void> } | undefined;
  override async reached(name: string): Promise<void> {
    this.seen.push(name);
    if (this.sabotage?.at !== name) return;
    const { run } = this.sabotage;
    this.sabotage = undefined;
    await run();
  }
}

export type Style = 'transaction' | 'choreography' | 'orchestration';

/** Where the participants keep their data: all on one database, or each on its own. */
export class BookingPlaces {
  private constructor(
    readonly databases: readonly TestDatabase[],
    readonly placement: Placement,
  ) {}

  static async together(): Promise<BookingPlaces> {
    const database = await createTestDatabase();
    return new BookingPlaces([database], {
      databases: [{ name: 'shared', url: database.url, pool: { max: 5 } }],
      modules: BOOKING_MODULES.map((module) => ({ module, database: 'shared', schema: module })),
    });
  }

  static async apart(): Promise<BookingPlaces> {
    const databases = await Promise.all(BOOKING_MODULES.map(() => createTestDatabase()));
    return new BookingPlaces(databases, {
      databases: BOOKING_MODULES.map((name, n) => ({ name, url: databases[n]?.url ?? '', pool: { max: 4 } })),
      modules: BOOKING_MODULES.map((module) => ({ module, database: module, schema: module })),
    });
  }

  /** How many deadlocks the server has resolved in these databases; each costs somebody a second. */
  async deadlocks(): Promise<number> {
    const counts = await Promise.all(
      this.databases.map(async ({ url }) => {
        const client = new Client({ connectionString: url });
        await client.connect();
        const { rows } = await client.query<{ deadlocks: string }>(
          'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
        );
        await client.end();
        return Number(rows[0]?.deadlocks);
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async drop(): Promise<void> {
    await Promise.all(this.databases.map((database) => database.drop()));
  }
}

interface StartOptions {
  readonly definitions?: readonly SagaDefinition[];
  readonly owner?: string;
  /** Messages are delivered; else they stay in the logs for the test to deliver. */
  readonly delivers?: boolean;
  /** What was begun is finished before messages are delivered. */
  readonly recovers?: boolean;
  readonly limitMs?: number;
  /** Ends it while it finishes what was begun. */
  readonly ending?: AbortSignal;
  /** Before anything of it has started. */
  readonly built?: (parts: Pick<INestApplication, 'get'>) => void;
}

/** One process that hosts all participants. */
export class BookingApp {
  private constructor(
    private readonly app: INestApplication,
    readonly watch: Watch,
    readonly world: World,
  ) {}

  static async start(
    style: Style,
    { placement }: BookingPlaces,
    world: World,
    {
      definitions = [booking],
      owner,
      delivers = true,
      recovers = false,
      limitMs,
      ending,
      built: tell,
    }: StartOptions = {},
  ): Promise<BookingApp> {
    const watch = new Watch();
    const options = { definitions, observer: Recorder, ...(owner !== undefined && { owner }) };
    const hosted = { owner: 'app-1', ...options, modules: [...BOOKING_MODULES] };
    const sagas = {
      transaction: () => SagaModule.asTransaction(options),
      choreography: () => SagaModule.asChoreography(hosted),
      orchestration: () => SagaModule.asOrchestration(hosted),
    };
    const built = await Test.createTestingModule({
      imports: [
        PersistenceModule.forRoot(placement, watch),
        RecoveryModule.forRoot({ limitMs }),
        MessagingModule.forRoot({ owner: owner ?? 'app-1', relay: { lingerMs: { first: 2, longest: 10 } } }),
        sagas[style](),
        BookingModule.in(world),
      ],
    }).compile();
    const app = built.createNestApplication(new FastifyAdapter());
    tell?.(app);
    await app.get(Recovery).count();
    await app.init();
    app.connectMicroservice({ strategy: app.get(MessagingServer) });
    try {
      if (recovers) {
        await app.get(MessagingServer).prepare();
        await app.get(Recovery).finish(ending);
      }
      if (delivers) await app.startAllMicroservices();
      return new BookingApp(app, watch, world);
    } catch (error) {
      await app.close();
      throw error;
    }
  }

  get databases(): Databases {
    return this.app.get(Databases);
  }
  get recorder(): Recorder {
    return this.app.get<Recorder>(SagaObserver, { strict: false });
  }
  get runtime(): SagaRuntime {
    return this.app.get(SagaRuntime);
  }

  close(): Promise<void> {
    return this.app.close();
  }

  async begin(request: BookingRequest = { seats: 1 }, id = newId()): Promise<string> {
    const unit = this.databases.unitOfWork('desk');
    await unit.run(async () => {
      const outcome = await this.app.get(Sagas).begin('booking', id, request);
      if (outcome.outcome === 'refused') throw new Error(outcome.reason);
    });
    return id;
  }

  /** Begins a saga and waits for its end. */
  async settled(request?: BookingRequest): Promise<string> {
    const id = await this.begin(request);
    await this.untilEnded(id);
    return id;
  }

  /** Until nothing is open and nothing on its way. */
  async untilQuiet(): Promise<void> {
    await waitUntil('nothing is left to do', () => this.isQuiet(), 20_000);
  }

  private async isQuiet(): Promise<boolean> {
    try {
      // A message that is handled may leave work to do, and work that is done may leave a message: looked at in turns.
      const lag = this.app.get(MessagingLag);
      return (await lag.isQuiet()) && (await this.runtime.pending()).pending === 0 && (await lag.isQuiet());
    } catch {
      return false; // a test that ends transactions may have ended this one; whoever waits gives up in time
    }
  }

  async untilEnded(id: string): Promise<void> {
    await this.runtime.settled(id, 20);
    await waitUntil('the saga has ended', () => this.end(id) !== undefined, 20_000);
    await this.untilQuiet();
  }

  end(id: string): SagaEnd | undefined {
    return this.recorder.ends.get(id)?.[0];
  }

  async diary(module: string, id: string): Promise<string[]> {
    return diaryOf(this.databases, module, id);
  }

  async diaries(id: string): Promise<Record<string, string[]>> {
    const entries = BOOKING_MODULES.map(async (module) => [module, await this.diary(module, id)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  async query<Row extends object>(module: string, sql: string, parameters?: unknown[]): Promise<Row[]> {
    const unit = this.databases.unitOfWork(module);
    return unit.run(() => unit.query<Row>(sql, parameters));
  }

  /** Why messages were parked. */
  async parked(): Promise<string[]> {
    return (await this.app.get(ParkedMessages).list()).map(({ consumer, error }) => `${consumer}: ${error}`);
  }

  open(): Promise<OpenSagaView[]> {
    return this.runtime.list();
  }

  get<T>(token: Type<T> | Abstract<T>): T {
    return this.app.get<T>(token, { strict: false });
  }
}
