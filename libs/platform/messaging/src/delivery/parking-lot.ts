import type { UnitOfWork } from '@platform/persistence';

import type { RecordedMessage } from '../envelope/message.js';
import { toStructured } from '../envelope/structured-mode.js';
import { KEY_COLUMNS, keyParameters } from './message-key.js';

/** Writes messages that could not be handled, and those that follow them, aside. */
export class ParkingLot {
  private readonly parkSql: string;
  private readonly joinSql: string;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly consumer: string,
  ) {
    const s = `"${unit.schema}"`;
    this.parkSql = `INSERT INTO ${s}.parked_key (${KEY_COLUMNS}, attempts, error)
      VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (${KEY_COLUMNS}) DO NOTHING`;
    this.joinSql = `INSERT INTO ${s}.parked_message (${KEY_COLUMNS}, version, type, message)
      SELECT $1, m.* FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::json[]) AS m
      ON CONFLICT (${KEY_COLUMNS}, version) DO NOTHING`;
  }

  /** Parks a message's key, with the message as the first of it. */
  async park(message: RecordedMessage, attempts: number, error: string): Promise<void> {
    await this.unit.query(this.parkSql, [...keyParameters(this.consumer, message), attempts, error]);
    await this.join([message]);
  }

  /** Puts followers of parked keys behind them; the unit holds the keys' rows. */
  async join(messages: readonly RecordedMessage[]): Promise<void> {
    await this.unit.query(this.joinSql, [
      this.consumer,
      messages.map(({ sourceModule }) => sourceModule),
      messages.map(({ channel }) => channel),
      messages.map(({ streamId }) => streamId),
      messages.map(({ streamVersion }) => streamVersion),
      messages.map(({ type }) => type),
      messages.map(toStructured),
    ]);
  }
}
