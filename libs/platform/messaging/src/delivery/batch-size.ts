import type { DeliveryPolicy } from './delivery-policy.js';

/** Steers the size of batches so that a transaction takes about `batchMs`: shrinks at once, grows by doubling. */
export class BatchSize {
  private size: number;

  constructor(private readonly policy: Pick<DeliveryPolicy, 'batchSize' | 'batchMs'>) {
    this.size = policy.batchSize;
  }

  get current(): number {
    return this.size;
  }

  /** @param tookMs duration of a transaction with `messages` messages */
  observe(messages: number, tookMs: number): void {
    const { batchSize, batchMs } = this.policy;
    if (tookMs > batchMs) this.size = Math.max(1, Math.floor((messages * batchMs) / tookMs));
    else if (tookMs < batchMs / 2 && messages * 2 > this.size) this.size = Math.min(batchSize, this.size * 2);
  }

  /** After a transaction that the database ended: it may have been too long. */
  shrink(): void {
    this.size = Math.max(1, Math.floor(this.size / 2));
  }
}
