import { type ConsumerDefinition, ConsumerRegistry, EventLogs, type Message } from '@platform/messaging';

import type { BookingApp } from './booking-app.fixture.js';
import { BOOKING_MODULES } from './booking.saga.fixture.js';

export interface Letter {
  readonly consumer: ConsumerDefinition;
  readonly message: Message;
}

/**
 * Delivers messages by hand, in any order that keeps each stream's, as often as one likes: without an inbox, so that only what
 * participants and orchestrator know themselves protects them.
 */
export class Postman {
  constructor(
    private readonly app: BookingApp,
    private readonly delivered = new Set<string>(),
  ) {}

  /** The same postman, before the next process. */
  in(app: BookingApp): Postman {
    return new Postman(app, this.delivered);
  }

  /** What could be delivered next of a saga: the first undelivered message of each stream, for each consumer. */
  async waiting(sagaId: string): Promise<Letter[]> {
    const messages = await this.messages(sagaId);
    return this.consumers.flatMap((consumer) => {
      const streams = new Set<string>();
      return messages
        .filter(
          ({ type, target }) =>
            consumer.handlers.has(type) && (target ?? consumer.module) === consumer.module,
        )
        .filter((message) => !this.delivered.has(keyOf({ consumer, message })))
        .filter(({ sourceModule, streamId }) => {
          const stream = `${sourceModule} ${streamId}`;
          const isFirst = !streams.has(stream);
          streams.add(stream);
          return isFirst;
        })
        .map((message) => ({ consumer, message }));
    });
  }

  async deliver(letter: Letter): Promise<void> {
    const { consumer, message } = letter;
    const unit = this.app.databases.unitOfWork(consumer.module);
    const handle = consumer.handlers.get(message.type);
    await unit.run(async () => handle?.(message));
    this.delivered.add(keyOf(letter));
  }

  /** Every message that was ever recorded about a saga. */
  async messages(sagaId: string): Promise<Message[]> {
    const lists = await Promise.all(
      BOOKING_MODULES.map(async (module) => {
        const unit = this.app.databases.unitOfWork(module);
        const log = this.app.get(EventLogs).of(module);
        return unit.read(async () => {
          const streams = await unit.query<{ id: string }>(
            `SELECT DISTINCT stream_id AS id FROM ${module}.event WHERE stream_id LIKE $1`,
            [`%saga-booking-${sagaId}`],
          );
          const read: Message[] = [];
          for (const { id } of streams) read.push(...(await log.read(id)));
          return read;
        });
      }),
    );
    return lists.flat();
  }

  /** A module's part in the bookings. @throws Error when it listens to nobody */
  consumer(module: string): ConsumerDefinition {
    const consumer = this.consumers.find((candidate) => candidate.module === module);
    if (consumer) return consumer;
    throw new Error(`"${module}" listens to nobody.`);
  }

  private get consumers(): readonly ConsumerDefinition[] {
    return this.app.get(ConsumerRegistry).all;
  }
}

function keyOf({ consumer, message }: Letter): string {
  return `${consumer.name} ${message.id}`;
}
