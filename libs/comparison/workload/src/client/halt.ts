import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

/** The end of a stretch, for whoever waits. Times are those of `performance.now()`. */
export class Halt {
  private readonly controller = new AbortController();

  constructor() {
    setMaxListeners(0, this.controller.signal);
  }

  isOver(): boolean {
    return this.controller.signal.aborted;
  }

  call(): void {
    this.controller.abort();
  }

  /** Ends early when the stretch does. */
  async pause(ms: number): Promise<void> {
    if (ms > 0 && !this.isOver())
      await pause(ms, undefined, { signal: this.controller.signal }).catch(() => undefined);
  }

  until(time: number): Promise<void> {
    return this.pause(time - performance.now());
  }
}
