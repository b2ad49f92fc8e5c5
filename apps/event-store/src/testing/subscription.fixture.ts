import type { EventView } from '../reading/event-view.js';

/** A client that is told of events as they come. */
export class Subscription {
  readonly events: EventView[] = [];
  private readonly leaving = new AbortController();
  private readonly reading: Promise<void>;

  private constructor(url: URL, headers: Readonly<Record<string, string>>) {
    this.reading = this.read(url, headers).catch((error: unknown) => {
      if (!this.leaving.signal.aborted) throw error;
    });
  }

  static open(url: URL, headers: Readonly<Record<string, string>> = {}): Subscription {
    return new Subscription(url, headers);
  }

  /** Afterwards nothing is added any more. */
  async close(): Promise<void> {
    this.leaving.abort();
    await this.reading;
  }

  private async read(url: URL, headers: Readonly<Record<string, string>>): Promise<void> {
    const { body } = await fetch(url, { headers, signal: this.leaving.signal });
    if (!body) throw new Error('An answer without a body.');
    let rest = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const frames = (rest + chunk).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        const data = /^data: (.*)$/m.exec(frame)?.[1];
        if (data !== undefined) this.events.push(JSON.parse(data) as EventView);
      }
    }
  }
}
