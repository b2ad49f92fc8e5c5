import { Injectable } from '@nestjs/common';
import type { EncodedMessage } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';
import { createHash } from 'node:crypto';

/** Messages that cannot be archived as events, whole and once. What follows them on their streams goes on: it is no effect of theirs. */
@Injectable()
export class RefusedMessages {
  constructor(private readonly unit: UnitOfWork) {}

  async keep(message: EncodedMessage, lane: string, error: unknown): Promise<void> {
    const bytes = Buffer.from(JSON.stringify(message));
    await this.unit.run(() =>
      this.unit.query(
        `INSERT INTO "${this.unit.schema}".refused_message (digest, lane, message, error, refused_at)
         VALUES ($1, $2, $3, $4, statement_timestamp()) ON CONFLICT DO NOTHING`,
        [createHash('sha256').update(bytes).digest(), lane, bytes, String(error).replaceAll('\0', '')],
      ),
    );
  }
}
