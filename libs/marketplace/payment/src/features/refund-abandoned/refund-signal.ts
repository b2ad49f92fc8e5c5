import { Injectable } from '@nestjs/common';

/** Tells this process's refund worker that there may be work. Only shortens its wait: other replicas raise none here. */
@Injectable()
export class RefundSignal {
  private raised = false;
  private wake: () => void = () => undefined;

  raise(): void {
    this.raised = true;
    this.wake();
  }

  /** Resolves when the signal was raised since the last wait, after `ms`, or when `stopping` aborts. */
  async wait(ms: number, stopping: AbortSignal): Promise<void> {
    if (!this.raised && !stopping.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
        stopping.addEventListener('abort', this.wake, { once: true });
      });
      stopping.removeEventListener('abort', this.wake);
    }
    this.raised = false;
  }
}
