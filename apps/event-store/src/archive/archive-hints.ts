import { Injectable } from '@nestjs/common';

/** Wakes who waits in this process for the archive to grow. Only shortens the wait: another replica may archive too. */
@Injectable()
export class ArchiveHints {
  private readonly waiting = new Set<() => void>();

  announce(): void {
    for (const wake of this.waiting) wake();
  }

  /** Resolves with the next announcement, after `ms` milliseconds, or when `signal` aborts; never rejects. */
  next(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
      if (signal.aborted) wake();
    });
  }
}
