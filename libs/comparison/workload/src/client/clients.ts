import type { HistoryFile } from '../history/history-file.js';

/** Who does one thing at a time. Has another number after it was left without an answer, as one that may still be at it. */
export class Client {
  process: number;

  constructor(private readonly history: HistoryFile) {
    this.process = history.nextProcess();
  }

  renumber(): void {
    this.process = this.history.nextProcess();
  }
}

/** Clients that live as long as the generator: what one has seen in a stretch binds what it may see in the next. */
export class Clients {
  private readonly free: Client[] = [];

  constructor(private readonly history: HistoryFile) {}

  take(): Client {
    return this.free.pop() ?? new Client(this.history);
  }

  release(client: Client): void {
    this.free.push(client);
  }
}
