import { pause } from '../pause.js';

const EVERY_MS = 1_000;

/** What is to be done about a subject's open sagas every now and then: at once at start, then about every second. */
export class SubjectWorker {
  private readonly stopping = new AbortController();
  private wakeUp = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly rounds: readonly (() => Promise<unknown>)[],
    private readonly report: (error: unknown) => void,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  wake(): void {
    this.wakeUp.abort();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.wakeUp = new AbortController();
      for (const round of this.rounds) await round().catch(this.report);
      await pause(EVERY_MS, this.wakeUp.signal);
    }
  }
}
