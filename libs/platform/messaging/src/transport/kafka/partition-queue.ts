import type { EncodedMessage } from '../../envelope/cloud-events.js';
import type { Received } from './received.js';

/** Fetching of a partition pauses above either and goes on below half of it. */
const MOST_MESSAGES = 5_000;
const MOST_BYTES = 4 * 1024 * 1024;

/** What is delivered at once, and where the partition stands when that is done. */
export interface Chunk {
  readonly messages: readonly EncodedMessage[];
  readonly records: number;
  readonly next: number;
}

/** Records of one partition that were fetched and are not handled yet, without gaps. */
export class PartitionQueue {
  private records: Received[] = [];
  private bytes = 0;

  get isEmpty(): boolean {
    return this.records.length === 0;
  }

  get isFull(): boolean {
    return this.records.length >= MOST_MESSAGES || this.bytes >= MOST_BYTES;
  }

  get hasRoom(): boolean {
    return this.records.length < MOST_MESSAGES / 2 && this.bytes < MOST_BYTES / 2;
  }

  push(record: Received): void {
    this.records.push(record);
    this.bytes += record.bytes;
  }

  /** The next records, up to `limit` of them with a message. They stay until they are dropped. */
  peek(limit: number): Chunk {
    const messages: EncodedMessage[] = [];
    let records = 0;
    let next = 0;
    for (const { message, offset } of this.records) {
      if (message) {
        if (messages.length === limit) break;
        messages.push(message);
      }
      records += 1;
      next = offset + 1;
    }
    return { messages, records, next };
  }

  drop({ records }: Chunk): void {
    for (const { bytes } of this.records.splice(0, records)) this.bytes -= bytes;
  }

  clear(): void {
    this.records = [];
    this.bytes = 0;
  }
}
