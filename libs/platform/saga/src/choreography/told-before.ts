import type { EventLog, Message } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { Progress } from '../messages/saga-messages.js';

const AT_ONCE = 200;

/** What a module told of sagas, as far as its log has got it back after a restore. */
export class ToldBefore {
  private readonly streamsSql: string;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly log: EventLog,
  ) {
    const s = `"${unit.schema}"`;
    this.streamsSql = `
      SELECT DISTINCT stream_id AS "streamId" FROM ${s}.event
       WHERE ord > (SELECT restored_ord FROM ${s}.log_base) AND channel = 'events' AND type = $1 AND stream_id > $2
       ORDER BY stream_id LIMIT ${AT_ONCE}`;
  }

  /** By saga, each in its order. @param type of the events that tell it */
  async *all(type: string): AsyncGenerator<Message<Progress>> {
    for (let after: string | undefined = ''; after !== undefined;) {
      const streams: { streamId: string }[] = await this.unit.read(() =>
        this.unit.query<{ streamId: string }>(this.streamsSql, [type, after]),
      );
      for (const { streamId } of streams) {
        const told = await this.unit.read(() => this.log.read(streamId));
        yield* told.filter((message): message is Message<Progress> => message.type === type);
      }
      after = streams.length === AT_ONCE ? streams.at(-1)?.streamId : undefined;
    }
  }
}
