import { Injectable } from '@nestjs/common';

/** Tells who waits in this process that an order has changed. Only shortens the wait: another replica may have changed it. */
@Injectable()
export class OrderChanges {
  private readonly waiting = new Map<string, Set<() => void>>();

  announce(orderId: string): void {
    for (const wake of this.waiting.get(orderId) ?? []) wake();
  }

  /** Resolves when the order is announced, after `ms` milliseconds, or when `signal` aborts; never rejects. */
  next(orderId: string, ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wakers = this.waiting.get(orderId) ?? new Set();
      this.waiting.set(orderId, wakers);
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        wakers.delete(wake);
        if (wakers.size === 0 && this.waiting.get(orderId) === wakers) this.waiting.delete(orderId);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      wakers.add(wake);
      signal.addEventListener('abort', wake);
      if (signal.aborted) wake();
    });
  }
}
