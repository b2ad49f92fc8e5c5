import { Logger } from '@nestjs/common';

import type { RecordedMessage } from '../envelope/message.js';
import { describeFailure } from './handler-failure.js';

const WARN_EVERY_MS = 60_000;

/**
 * How long a lane has been at one message. What the infrastructure ends is never counted against a message, so a failure of
 * that kind that never ends holds the lane for good: rightly, but people have to see it.
 */
export class Stall {
  private readonly logger = new Logger('Delivery');
  private at: { readonly message: RecordedMessage; readonly since: number; warned: number } | undefined;

  constructor(
    private readonly consumer: string,
    /** In ms, never going back. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Age of the first failure since the lane last got on; 0 while it does. */
  get seconds(): number {
    return this.at ? (this.now() - this.at.since) / 1_000 : 0;
  }

  /** The lane could not get past `message`, and will try again. */
  failedAt(message: RecordedMessage, error: unknown): void {
    const now = this.now();
    if (this.at?.message.id !== message.id) this.at = { message, since: now, warned: now };
    if (now - this.at.warned < WARN_EVERY_MS) return;
    this.at.warned = now;
    const { type, streamId, streamVersion } = message;
    this.logger.warn(
      `Consumer "${this.consumer}" has tried ${type} (${streamId}, version ${streamVersion}) for ${Math.round(this.seconds)} s and ` +
        `holds back what comes after it: ${describeFailure(error)}`,
    );
  }

  over(): void {
    this.at = undefined;
  }
}
