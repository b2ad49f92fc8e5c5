import { isInfrastructureError, isRetryable, type UnitOfWork } from '@platform/persistence';

import type { RecordedMessage } from '../envelope/message.js';
import { type LogPolicy, WRITES_ALL } from '../log/log-policy.js';
import { RestoreGuard } from '../restored/restore-guard.js';
import { BatchSize } from './batch-size.js';
import type { Consumer, InTurn } from './consumer.js';
import type { DeliveryPolicy } from './delivery-policy.js';
import { Gathering } from './gathering.js';
import { handleAlone, handleAmongOthers } from './handle-message.js';
import { Inbox } from './inbox.js';
import { byKey, keyOf } from './message-key.js';
import { ParkingLot } from './parking-lot.js';
import { SuspectTurns } from './suspect-turns.js';
import { withoutRepeats } from './without-repeats.js';

const atOnce: InTurn = (work) => work();

/**
 * Handles messages of one consumer, each once. Lanes are handled at the same time, each in transactions of its own; where they
 * take turns anyway, as many in one transaction as the lanes have brought.
 *
 * Within a batch streams come in the order of their ids, since order is promised per stream only. What handlers lock for each
 * stream they thus lock in the order in which everyone locks rows, and a batch cannot deadlock with a request.
 */
export class BatchHandler {
  readonly inbox: Inbox;
  readonly parkingLot: ParkingLot;
  readonly restoreGuard: RestoreGuard;
  private readonly size: BatchSize;
  readonly inTurn: InTurn;
  private readonly gathering: Gathering<readonly RecordedMessage[]> | undefined;

  constructor(
    readonly consumer: Consumer,
    readonly unit: UnitOfWork,
    readonly policy: DeliveryPolicy,
    /** Of the whole process. */
    readonly suspectTurns = new SuspectTurns(),
    logPolicy: LogPolicy = WRITES_ALL,
  ) {
    this.inbox = new Inbox(unit, consumer.name);
    this.parkingLot = new ParkingLot(unit, consumer.name);
    this.restoreGuard = new RestoreGuard(unit, logPolicy);
    this.size = new BatchSize(policy);
    const { inTurn } = consumer;
    this.inTurn = inTurn ?? atOnce;
    this.gathering =
      inTurn &&
      new Gathering({
        // A partition that went away and came back may have been delivered twice.
        together: (batches) => this.inOneUnit(withoutRepeats(batches.flat().sort(byKey)), this.size),
        sizeOf: (batch) => batch.length,
        most: () => this.size.current,
        inTurn,
      });
  }

  /**
   * In one transaction, perhaps with the batches of other lanes.
   * @throws HandlerFailure, with the index of its message in `batch`, when it is known which of these messages failed; else
   *   what ended it
   */
  handle(batch: readonly RecordedMessage[], size: BatchSize): Promise<void> {
    return this.gathering ? this.gathering.run(batch) : this.inOneUnit(batch, size);
  }

  /** How large a lane's batches should be: one for all lanes where they are handled together. */
  sizeOfLane(): BatchSize {
    return this.gathering ? this.size : new BatchSize(this.policy);
  }

  /** In the unit of work that is open, which is for nothing but this message. @throws HandlerFailure when it was its fault */
  async handleAlone(message: RecordedMessage): Promise<void> {
    await this.handleFresh([message], () => handleAlone(this.consumer, this.unit, message));
  }

  private async inOneUnit(batch: readonly RecordedMessage[], size: BatchSize): Promise<void> {
    const began = performance.now();
    const work = () =>
      this.handleFresh(batch, (message, index) =>
        handleAmongOthers(this.consumer, this.unit, message, index),
      );
    await this.unit.run(work, { retries: 0, label: 'delivery' }).catch((error: unknown) => {
      if (isInfrastructureError(error) && !isRetryable(error)) size.shrink();
      throw error;
    });
    size.observe(batch.length, performance.now() - began);
  }

  /** Marks the batch in the inbox and has those handled that were not before and are not parked. */
  private async handleFresh(
    batch: readonly RecordedMessage[],
    handle: (message: RecordedMessage, index: number) => Promise<void>,
  ): Promise<void> {
    const assertSameDatabase = this.restoreGuard.look();
    const { fresh, parked } = await this.inbox.markBatch(batch);
    await assertSameDatabase();
    const followers = batch.filter((message) => parked.has(keyOf(message)));
    if (followers.length > 0) await this.parkingLot.join(followers);
    for (const [index, message] of batch.entries()) {
      if (parked.has(keyOf(message))) continue;
      if (fresh.has(keyOf(message)) || (await this.inbox.mark(message))) await handle(message, index);
    }
  }
}
