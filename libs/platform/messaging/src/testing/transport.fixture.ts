import { newId } from '@platform/domain';
import { type Databases, registerModule, schemaOf, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';

import type { Consumer, MessageHandlerFunction } from '../delivery/consumer.js';
import {
  type DataOf,
  defineCommand,
  defineEvent,
  type MessageDefinition,
} from '../envelope/define-message.js';
import type { Message } from '../envelope/message.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import type { MessageTransport } from '../transport/transport.js';
import { MessagingHarness } from './messaging-harness.js';

/** Where handlers of the contract leave an effect, in the consuming module's schema. */
class CreateEffect1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE ${schemaOf(runner)}.effect (at serial PRIMARY KEY, consumer text, stream text, n int)`,
    );
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.effect`);
  }
}
registerModule('source', { migrations: MESSAGING_MIGRATIONS });
registerModule('sink', { migrations: [...MESSAGING_MIGRATIONS, CreateEffect1767225600000] });

export const Noted = defineEvent('source.noted', 1, z.object({ n: z.number(), body: z.unknown() }));
export const Ignored = defineEvent('source.ignored', 1, z.object({}));
export const Echoed = defineEvent('sink.echoed', 1, z.object({ n: z.number() }));
export const DoIt = defineCommand('sink.do-it', 1, z.object({ n: z.number(), body: z.unknown() }));

type Handler = (message: Message<DataOf<typeof Noted>>) => Promise<void>;

/** One test's part of a shared pair of databases: streams and a consumer of its own. */
export class TransportScenario {
  readonly id = newId();
  readonly consumerName = `sink.${this.id}`;
  private running: MessagingHarness | undefined;

  constructor(
    readonly databases: Databases,
    private readonly makeTransport: () => MessageTransport,
  ) {}

  get sink(): UnitOfWork {
    return this.databases.unitOfWork('sink');
  }

  get process(): MessagingHarness {
    if (!this.running) throw new Error('No process is running.');
    return this.running;
  }

  stream(name: string): string {
    return `source-${this.id}-${name}`;
  }

  /** A process with the scenario's consumer. `handler` sees only this scenario's messages. */
  async start(handler: Handler, definitions: readonly MessageDefinition[] = [Noted]): Promise<void> {
    await this.startWith({ [this.consumerName]: handler }, definitions);
  }

  async startWith(
    handlers: Readonly<Record<string, Handler>>,
    definitions: readonly MessageDefinition[] = [Noted],
  ): Promise<void> {
    this.running = new MessagingHarness(this.databases, ['sink', 'source'], {
      transport: this.makeTransport(),
      owner: 'replica-1',
      relay: { retryMs: { first: 10, longest: 40 }, lingerMs: { first: 2, longest: 2 } },
      delivery: { pauseMs: () => 1 },
    });
    const own: (handler: Handler) => MessageHandlerFunction = (handler) => async (message) => {
      if (message.streamId.includes(this.id)) await handler(message as Message<DataOf<typeof Noted>>);
    };
    const consumers = Object.entries(handlers).map(([name, handler]): Consumer => ({
      name,
      module: 'sink',
      handlers: new Map(definitions.map(({ type }) => [type, own(handler)])),
    }));
    await this.running.start(...consumers);
  }

  async stop(): Promise<void> {
    const process = this.running;
    this.running = undefined;
    await process?.stop();
  }

  /** Records one event per number, each in a unit of its own unless `together`. */
  async note(stream: string, numbers: readonly number[], body: unknown = null): Promise<void> {
    const log = this.process.log('source');
    await this.databases.unitOfWork('source').run(() => {
      log.append(
        this.stream(stream),
        numbers.map((n) => ({ type: Noted.type, data: { n, body } })),
      );
      return Promise.resolve();
    });
  }

  /** What a handler does when all is well: leaves its effect in the current unit of work. */
  readonly leaveEffect: Handler = async ({ streamId, data }) => {
    await this.sink.query(`INSERT INTO sink.effect (consumer, stream, n) VALUES ($1, $2, $3)`, [
      this.consumerName,
      streamId,
      data.n,
    ]);
  };

  /** Numbers of the committed effects of a stream, in the order they were made. */
  async effects(stream: string): Promise<number[]> {
    const rows = await this.sink.read(() =>
      this.sink.query<{ n: number }>(
        `SELECT n FROM sink.effect WHERE stream = $1 AND consumer = $2 ORDER BY at`,
        [this.stream(stream), this.consumerName],
      ),
    );
    return rows.map(({ n }) => n);
  }
}

export async function openTransportDatabases(): ReturnType<typeof openTestDatabases> {
  return openTestDatabases(['sink', 'source'], { pool: 12 });
}
