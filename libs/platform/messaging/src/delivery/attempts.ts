import type { UnitOfWork } from '@platform/persistence';

import type { RecordedMessage } from '../envelope/message.js';
import { KEY_COLUMNS, KEY_CONDITION, keyParameters } from './message-key.js';

/** Tries of the messages that are handled alone. */
export class Attempts {
  private readonly countSql: string;
  private readonly forgetSql: string;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly consumer: string,
  ) {
    const s = `"${unit.schema}"`;
    this.countSql = `INSERT INTO ${s}.delivery_attempt AS a (${KEY_COLUMNS}, version, attempts)
      SELECT $1, $2, $3, $4, $5::bigint, greatest($6::int, 1)
       WHERE NOT EXISTS (SELECT FROM ${s}.inbox WHERE ${KEY_CONDITION} AND last_version >= $5)
         AND NOT EXISTS (SELECT FROM ${s}.parked_key WHERE ${KEY_CONDITION})
      ON CONFLICT (${KEY_COLUMNS}) DO UPDATE SET version = excluded.version,
        attempts = CASE WHEN a.version = excluded.version THEN a.attempts + $6 ELSE 1 END
      RETURNING attempts`;
    this.forgetSql = `DELETE FROM ${s}.delivery_attempt WHERE ${KEY_CONDITION}`;
  }

  /**
   * Counts a try before it is made, so that one which kills the process is counted too.
   * @param weight 0 to repeat the try that was counted last
   * @returns its number, from 1; undefined when the message needs none, being handled or parked already
   */
  async count(message: RecordedMessage, weight: 0 | 1): Promise<number | undefined> {
    const [row] = await this.unit.run(() =>
      this.unit.query<{ attempts: number }>(this.countSql, [
        ...keyParameters(this.consumer, message),
        message.streamVersion,
        weight,
      ]),
    );
    return row?.attempts;
  }

  /** In the unit that ends the tries. */
  async forget(message: RecordedMessage): Promise<void> {
    await this.unit.query(this.forgetSql, keyParameters(this.consumer, message));
  }
}
