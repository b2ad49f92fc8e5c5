import { isInfrastructureError, isRetryable, type UnitOfWork } from '@platform/persistence';

import { decodeEnvelope, type EncodedMessage } from '../envelope/cloud-events.js';
import type { RecordedMessage } from '../envelope/message.js';
import { Attempts } from './attempts.js';
import type { BatchHandler } from './batch-handler.js';
import type { BatchSize } from './batch-size.js';
import type { Consumer } from './consumer.js';
import type { DeliveryPolicy } from './delivery-policy.js';
import { describeFailure, HandlerFailure } from './handler-failure.js';
import type { InFlightMarker } from './in-flight-marker.js';
import { byKey } from './message-key.js';
import { Stall } from './stall.js';
import { withoutRepeats } from './without-repeats.js';

const DIED = 'The process died while it handled this message.';

/**
 * Handles one ordered sequence of messages for one consumer: each message once, however often it arrives.
 *
 * A batch runs in one transaction without savepoints, perhaps with those of the consumer's other lanes. When a message of it
 * fails, everything is rolled back; what came before it is done again as a batch, it goes alone, and the rest follows as a
 * batch. Failures are rare and savepoints are not free.
 */
export class DeliveryLane {
  private readonly consumer: Consumer;
  private readonly unit: UnitOfWork;
  private readonly policy: DeliveryPolicy;
  private readonly attempts: Attempts;
  private readonly stall: Stall;
  private readonly size: BatchSize;
  /** How many messages still go one by one: any of them may be what the last process died of. */
  private suspects = 0;
  private waiting = 0;
  /** The message whose last try was counted but ended by the infrastructure: its next try is the same one. */
  private countedInVain: string | undefined;

  constructor(
    private readonly batches: BatchHandler,
    private readonly marker: InFlightMarker,
  ) {
    const { consumer, unit, policy } = batches;
    this.consumer = consumer;
    this.unit = unit;
    this.policy = policy;
    this.attempts = new Attempts(unit, consumer.name);
    this.stall = new Stall(consumer.name);
    this.size = batches.sizeOfLane();
  }

  /** Messages that were delivered and are neither handled nor parked yet. */
  get pending(): number {
    return this.waiting;
  }

  /** How long it has been trying the same message in vain; 0 while it gets on. */
  get stalledSeconds(): number {
    return this.stall.seconds;
  }

  async open(): Promise<void> {
    await this.batches.restoreGuard.begin();
    if (await this.marker.set()) this.suspects = this.policy.batchSize;
  }

  async close(): Promise<void> {
    this.stall.over();
    // While suspects are left the marker stays: the next start has to be as careful as this one was.
    if (this.suspects === 0) await this.marker.clear();
  }

  /** Resolves when every message is handled or parked. @throws an infrastructure error; then the same may be delivered again */
  async deliver(messages: readonly EncodedMessage[]): Promise<void> {
    const recorded = withoutRepeats(messages.map(decodeEnvelope).filter((message) => this.concerns(message)));
    this.waiting = recorded.length;
    try {
      await this.handleAll(recorded);
    } finally {
      this.waiting = 0;
    }
  }

  /** Replies to several owners of sagas have the same types; only their target tells them apart. */
  private concerns({ type, target }: RecordedMessage): boolean {
    return this.consumer.handlers.has(type) && (target === undefined || target === this.consumer.module);
  }

  private async handleAll(recorded: readonly RecordedMessage[]): Promise<void> {
    let done = 0;
    for (let first = recorded[0]; first; first = recorded[done]) {
      try {
        done += await this.handleNext(first, recorded.slice(done, done + this.size.current));
      } catch (error) {
        this.stall.failedAt(first, error);
        throw error;
      }
      this.waiting = recorded.length - done;
    }
    this.stall.over();
  }

  /** @returns how many it handled: one while there are suspects, else the batch */
  private async handleNext(first: RecordedMessage, batch: RecordedMessage[]): Promise<number> {
    if (this.suspects > 0) {
      const isNew = await this.batches.suspectTurns.run(() => this.handleAlone(first));
      if (isNew) this.suspects -= 1;
      return 1;
    }
    await this.handleBatch(batch.sort(byKey));
    return batch.length;
  }

  private async handleBatch(batch: readonly RecordedMessage[]): Promise<void> {
    const [first] = batch;
    if (!first) return;
    try {
      await this.batches.handle(batch, this.size);
    } catch (error) {
      if (isInfrastructureError(error) && !isRetryable(error)) throw error;
      if (error instanceof HandlerFailure) {
        const failed = batch[error.index];
        await this.handleBatch(batch.slice(0, error.index));
        if (failed) await this.handleAlone(failed, error);
        await this.handleBatch(batch.slice(error.index + 1));
      } else {
        // A deadlock, a refusal at commit, a statement that nobody waited for: nobody knows whose fault it was.
        for (const message of batch) await this.handleAlone(message);
      }
    }
  }

  /** Tries a message, counted, until it is handled or parked. @returns false when it had been before */
  private async handleAlone(message: RecordedMessage, failure?: HandlerFailure): Promise<boolean> {
    for (let failed: unknown = failure; ;) {
      // Counted when it is its turn and not before: who waits for a turn is not what the process dies of.
      const trial = await this.batches.inTurn(() => this.tryCounted(message, failed));
      if (typeof trial === 'string') return trial === 'handled';
      const { attempts, error } = trial;
      if (attempts >= this.policy.maxAttempts) return this.park(message, attempts, describeFailure(error));
      await new Promise((resolve) => setTimeout(resolve, this.policy.pauseMs(attempts)));
      failed = undefined;
    }
  }

  /** @param failed what has failed already and is to be counted now, if anything */
  private async tryCounted(
    message: RecordedMessage,
    failed: unknown,
  ): Promise<'handled' | 'known' | { readonly attempts: number; readonly error: unknown }> {
    const attempts = await this.countAttempt(message);
    if (attempts === undefined) {
      await this.unit.run(() => this.batches.handleAlone(message));
      return 'known';
    }
    if (failed !== undefined) return { attempts, error: failed };
    if (attempts > this.policy.maxAttempts) return { attempts: attempts - 1, error: DIED };
    const error = await this.attempt(message);
    return error === undefined ? 'handled' : { attempts, error };
  }

  /** @returns the failure, undefined when it went well. @throws what was not the message's fault */
  private async attempt(message: RecordedMessage): Promise<unknown> {
    let committing = false;
    const work = async (): Promise<void> => {
      committing = false;
      await this.batches.handleAlone(message);
      await this.attempts.forget(message);
      committing = true;
    };
    try {
      await this.unit.run(work, { label: 'delivery' });
      return undefined;
    } catch (error) {
      // What failed on the way to the handler says nothing about it, whatever its code.
      const ofTheMessage = error instanceof HandlerFailure || committing;
      if (ofTheMessage && !isInfrastructureError(error)) return error;
      this.countedInVain = message.id;
      throw error;
    }
  }

  private async countAttempt(message: RecordedMessage): Promise<number | undefined> {
    const attempt = await this.attempts.count(message, this.countedInVain === message.id ? 0 : 1);
    this.countedInVain = undefined;
    return attempt;
  }

  private async park(message: RecordedMessage, attempts: number, error: string): Promise<true> {
    await this.unit.run(async () => {
      const handled = await this.batches.inbox.lockMark(message);
      // Another process that held this lane may have handled it after our last try.
      if (handled === undefined || handled < message.streamVersion)
        await this.batches.parkingLot.park(message, attempts, error);
      await this.attempts.forget(message);
    });
    return true;
  }
}
