import { type EncodedMessage, type Lane, MalformedEnvelopeError } from '@platform/messaging';
import { codeOf } from '@platform/persistence';

import type { Archive } from '../archive/archive.js';
import type { ArchiveObserver } from '../archive/archive-observer.js';
import type { RefusedMessages } from './refused-messages.js';

/** SQLSTATE classes that speak of what was to be written: data, integrity, a limit of the program. */
const ABOUT_THE_DATA = new Set(['22', '23', '54']);

/**
 * Archives one partition. There is no inbox: a stream's row in the archive is its own, and it knows more than the last
 * version. A message that cannot be archived is kept apart alone; whatever else fails is tried again by the transport until
 * it works, and nothing is acknowledged before.
 */
export class ArchiveLane implements Lane {
  constructor(
    private readonly name: string,
    private readonly archive: Archive,
    private readonly refused: RefusedMessages,
    private readonly observer: ArchiveObserver,
  ) {}

  open(): Promise<void> {
    return Promise.resolve();
  }

  async deliver(messages: readonly EncodedMessage[], next?: number): Promise<void> {
    try {
      await this.archive.archive(messages, { lane: this.name, next });
    } catch (error) {
      const [message] = messages;
      if (!isAboutTheData(error) || !message) throw error;
      if (messages.length === 1) await this.refuse(message, error, next);
      else await this.deliverHalves(messages, next);
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async deliverHalves(messages: readonly EncodedMessage[], next?: number): Promise<void> {
    const half = Math.ceil(messages.length / 2);
    await this.deliver(messages.slice(0, half));
    await this.deliver(messages.slice(half), next);
  }

  private async refuse(message: EncodedMessage, error: unknown, next?: number): Promise<void> {
    await this.refused.keep(message, this.name, error);
    if (next !== undefined) await this.archive.passedBy(message, { lane: this.name, next });
    this.observer.refused(this.name, error);
  }
}

function isAboutTheData(error: unknown): boolean {
  return error instanceof MalformedEnvelopeError || ABOUT_THE_DATA.has(codeOf(error)?.slice(0, 2) ?? '');
}
