import { Complaints } from '../complaints.js';
import { pause } from '../pause.js';

const EVERY_MS = 1_000;

/** What is to be done about a subject's open sagas every now and then: at once at start, then about every second. */
export class SubjectWorker {
  private readonly stopping = new AbortController();
  private wakeUp = new AbortController();
  private running: Promise<void> | undefined;

  private readonly complaints: Complaints;

  constructor(
    private readonly rounds: readonly (() => Promise<unknown>)[],
    report: (error: unknown) => void,
  ) {
    this.complaints = new Complaints(report);
  }

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

  private async round(): Promise<void> {
    try {
      for (const work of this.rounds) await work();
      this.complaints.went();
    } catch (error) {
      this.complaints.failed(error);
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.wakeUp = new AbortController();
      await this.round();
      await pause(EVERY_MS, this.wakeUp.signal);
    }
  }
}
