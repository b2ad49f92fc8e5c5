import type { Measured, OperationName } from '@comparison/protocol';
import { CheckoutTally } from './checkout-tally.js';
import { Latencies } from './latencies.js';
import { Timeline } from './timeline.js';

class Figures {
  invoked = 0;
  ok = 0;
  failed = 0;
  unknown = 0;
  readonly latencies = new Latencies();
}

const ENDINGS = { ok: 'ok', fail: 'failed', info: 'unknown' } as const;

/** Counts a stretch. Times are those of `performance.now()`. */
export class Tally {
  readonly timeline: Timeline;
  readonly checkouts: CheckoutTally;
  dropped = 0;
  polls = 0;
  private offered = 0;
  private begun = 0;
  private readonly lateness = new Latencies();
  private readonly operations = new Map<OperationName, Figures>();

  constructor(
    private readonly began: number,
    /** How long after a transaction's beginning its checkout is sent, in ms. */
    private readonly checkoutAfter: number,
  ) {
    this.timeline = new Timeline(began);
    this.checkouts = new CheckoutTally(this.timeline);
  }

  offer(due: number): void {
    this.offered += 1;
    this.timeline.count('offered', due);
  }

  begin(): void {
    this.begun += 1;
  }

  /** Something begins only now, for no reason but the generator's own. */
  late(due: number): void {
    this.lateness.record(Math.max(0, performance.now() - due));
  }

  invoke(operation: OperationName): void {
    this.figures(operation).invoked += 1;
  }

  end(operation: OperationName, how: 'ok' | 'fail' | 'info', from: number, at: number): void {
    const figures = this.figures(operation);
    figures[ENDINGS[how]] += 1;
    figures.latencies.record(at - from);
    this.timeline.count(ENDINGS[how], at);
  }

  summary(
    stretch: Pick<Measured, 'loop' | 'startedAt' | 'seconds'>,
    generator: { readonly cpuShare: number; readonly requests: number },
  ): Measured {
    const operations: Measured['operations'] = {};
    for (const [name, { latencies, invoked, ok, failed, unknown }] of this.operations)
      operations[name] = { invoked, ok, failed, unknown, latency: latencies.summary() };
    return {
      ...stretch,
      ...{ offered: this.offered, begun: this.begun, dropped: this.dropped },
      ...this.checkouts.summary(stretch, this.began, this.checkoutAfter),
      operations,
      timeline: this.timeline.all(Math.ceil(stretch.seconds)),
      generator: { ...generator, polls: this.polls, lateness: this.lateness.summary() },
    };
  }

  private figures(operation: OperationName): Figures {
    const known = this.operations.get(operation) ?? new Figures();
    this.operations.set(operation, known);
    return known;
  }
}
