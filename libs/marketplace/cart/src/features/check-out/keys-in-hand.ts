import { Injectable } from '@nestjs/common';
import type { RecordedKey } from '@platform/http';

/**
 * The keys of checkouts that are being begun by this process. The seal is the first step of a checkout and is done in the
 * transaction that takes the key, so it can record the one with the other; the checkout's own context, which every message carries
 * to every module, need not hold what only the cart's retries ask for.
 */
@Injectable()
export class KeysInHand {
  private readonly keys = new Map<string, RecordedKey>();

  async during<T>(orderId: string, key: RecordedKey, work: () => Promise<T>): Promise<T> {
    this.keys.set(orderId, key);
    try {
      return await work();
    } finally {
      this.keys.delete(orderId);
    }
  }

  /** Undefined when the checkout was not begun here. */
  of(orderId: string): RecordedKey | undefined {
    return this.keys.get(orderId);
  }
}
