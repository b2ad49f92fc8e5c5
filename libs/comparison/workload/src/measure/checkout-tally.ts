import type { Checkouts, SeenOrder } from '@comparison/protocol';
import { Latencies } from './latencies.js';
import type { Timeline } from './timeline.js';

type Decision = keyof Checkouts['decided'];

/** How checkouts of a stretch ended. Times are those of `performance.now()`. */
export class CheckoutTally {
  private readonly counts = { begun: 0, acknowledged: 0, refused: 0, unknown: 0, amiss: 0, undecided: 0 };
  private readonly decided = { approved: 0, rejected: 0, 'payment-failed': 0 };
  private readonly acknowledgement = new Latencies();
  private readonly completion = new Latencies();
  private readonly completions: number[] = [];
  private readonly endings: number[] = [];

  constructor(private readonly timeline: Timeline) {}

  begin(): void {
    this.counts.begun += 1;
  }

  end(how: 'refused' | 'unknown' | 'undecided'): void {
    this.counts[how] += 1;
  }

  acknowledge(from: number, at: number): void {
    this.counts.acknowledged += 1;
    this.acknowledgement.record(at - from);
    this.timeline.acknowledged(at, at - from);
  }

  decide(order: SeenOrder, from: number, at: number): void {
    this.completion.record(at - from);
    this.completions.push(at - from);
    this.timeline.completed(at, at - from);
    const decision = legitimate(order);
    if (!decision) {
      this.counts.amiss += 1;
      return;
    }
    this.decided[decision] += 1;
    this.endings.push(at);
    this.timeline.count('completed', at);
  }

  /**
   * Those that ended as they should, per second, as the system went on while load was put on it: in a window as long as that, moved
   * by the median completion. All that were begun, divided by its length, would call an overload good which a long drain repairs;
   * an unmoved window would call a system slow because its last ones are still under way.
   * @param began when the first checkout could have been sent @param seconds how long they were
   */
  goodput(began: number, seconds: number): number {
    const sorted = this.completions.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    // The window has no edge between two that come one after the other.
    const between = (seconds * 1_000) / Math.max(1, this.counts.begun);
    const [from, to] = [began + median - between, began + seconds * 1_000 + median + 1];
    return this.endings.filter((at) => at >= from && at <= to).length / seconds;
  }

  summary(): Checkouts {
    return {
      ...{ ...this.counts, decided: { ...this.decided } },
      acknowledgement: this.acknowledgement.summary(),
      completion: this.completion.summary(),
    };
  }
}

export function isDecided({ status }: SeenOrder): boolean {
  return status !== 'pending';
}

/** An order that failed is as it should be when something was missing, or when the provider declined; not when a part was away. */
function legitimate({ status, dropped, reason }: SeenOrder): Decision | undefined {
  if (status === 'rejected') return dropped.length > 0 ? 'rejected' : undefined;
  if (status === 'payment-failed') return reason === 'payment-declined' ? 'payment-failed' : undefined;
  return 'approved';
}
