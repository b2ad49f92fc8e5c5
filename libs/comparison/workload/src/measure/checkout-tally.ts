import type { Checkouts, Measured, SeenOrder } from '@comparison/protocol';
import { Latencies } from './latencies.js';
import { type Ending, isInTime, paceOf } from './pace.js';
import type { Timeline } from './timeline.js';

type Decision = keyof Checkouts['decided'];

/** How checkouts of a stretch ended. Times are those of `performance.now()`. */
export class CheckoutTally {
  private readonly counts = { begun: 0, acknowledged: 0, refused: 0, unknown: 0, amiss: 0, undecided: 0 };
  private readonly decided = { approved: 0, rejected: 0, 'payment-failed': 0 };
  private readonly acknowledgement = new Latencies();
  private readonly completion = new Latencies();
  private readonly dues: number[] = [];
  private readonly endings: Ending[] = [];

  constructor(private readonly timeline: Timeline) {}

  /** One should be sent at that time. */
  expect(due: number): void {
    this.dues.push(due);
    this.timeline.count('due', due);
  }

  begin(): void {
    this.counts.begun += 1;
  }

  end(how: 'refused' | 'unknown'): void {
    this.counts[how] += 1;
  }

  /** It took that long at least: were it left out, the slowest would make a profile look fast. */
  leaveUndecided(from: number, at: number): void {
    this.counts.undecided += 1;
    this.completion.record(at - from);
  }

  acknowledge(from: number, at: number): void {
    this.counts.acknowledged += 1;
    this.acknowledgement.record(at - from);
    this.timeline.acknowledged(at, at - from);
  }

  decide(order: SeenOrder, from: number, at: number): void {
    this.completion.record(at - from);
    this.timeline.completed(at, at - from);
    const decision = legitimate(order);
    this.endings.push({ due: from, tookMs: at - from, isGood: decision !== undefined });
    if (!decision) {
      this.counts.amiss += 1;
      return;
    }
    this.decided[decision] += 1;
    this.timeline.count('completed', at);
  }

  /** @param began when the stretch did @param checkoutAfter how long after a transaction's beginning its checkout is due, in ms */
  summary(
    { loop, seconds }: Pick<Measured, 'loop' | 'seconds'>,
    began: number,
    checkoutAfter: number,
  ): Pick<Measured, 'checkouts' | 'goodput'> {
    const isOpen = loop.type === 'open';
    const good = this.endings.filter((ending) => (isOpen ? isInTime(ending) : ending.isGood)).length;
    const pace =
      isOpen && paceOf(this.dues, this.endings, { from: began + checkoutAfter, to: began + seconds * 1_000 });
    return {
      checkouts: {
        ...{ ...this.counts, decided: { ...this.decided } },
        acknowledgement: this.acknowledgement.summary(),
        completion: this.completion.summary(),
        ...(pace && { pace }),
      },
      goodput: good / seconds,
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
