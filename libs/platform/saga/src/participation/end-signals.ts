import { pause } from '../pause.js';

const REMEMBERED_MS = 60_000;

interface Expected {
  readonly since: number;
  raised: boolean;
  readonly waiting: Set<() => void>;
}

/**
 * Tells those who wait in this process that a saga has come to an end here. What is raised between two waits is remembered for the
 * next one, since who waits looks around in between; it is a hint all the same, and forgotten after a minute.
 */
export class EndSignals {
  private readonly expected = new Map<string, Expected>();

  /** A saga has begun, and somebody will probably wait for it. */
  expect(sagaId: string): void {
    const oldest = performance.now() - REMEMBERED_MS;
    for (const [id, { since, waiting }] of this.expected) {
      if (since > oldest) break;
      if (waiting.size === 0) this.expected.delete(id);
    }
    this.entry(sagaId);
  }

  raise(sagaId: string): void {
    const entry = this.expected.get(sagaId);
    if (!entry) return;
    entry.raised = true;
    for (const wake of entry.waiting) wake();
  }

  /** Resolves when the saga was raised since the last wait, and after `ms` at the latest. */
  async wait(sagaId: string, ms: number, stopping: AbortSignal): Promise<void> {
    const entry = this.entry(sagaId);
    if (!entry.raised) {
      const woken = new AbortController();
      const wake = (): void => woken.abort();
      entry.waiting.add(wake);
      await pause(ms, AbortSignal.any([woken.signal, stopping]));
      entry.waiting.delete(wake);
    }
    entry.raised = false;
  }

  private entry(sagaId: string): Expected {
    const known = this.expected.get(sagaId);
    if (known) return known;
    const entry = { since: performance.now(), raised: false, waiting: new Set<() => void>() };
    this.expected.set(sagaId, entry);
    return entry;
  }
}
