import { Injectable } from '@nestjs/common';
import type { ServerSentEvent } from '@platform/http';
import { EventLog, type Message } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import type { OrderView } from '../../contract/index.js';
import { isFinal, isOrderEventType, statusAfter } from '../../domain/order-state.js';
import { OrderViews } from '../read-order/order-views.js';
import { OrderChanges } from './order-changes.js';
import { type OrderSignal } from './order-signal.js';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

interface Followed {
  readonly signals: readonly OrderSignal[];
  readonly isOver: boolean;
}

/** The events of one order as they happen, read from the order's own stream of the log. */
@Injectable()
export class OrderEvents {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly log: EventLog,
    private readonly views: OrderViews,
    private readonly changes: OrderChanges,
  ) {}

  /**
   * Everything after version `after`, then what follows, until the order can change no more or `signal` aborts. Where the
   * log no longer has what comes next, one `order.snapshot` stands for all of it.
   */
  async *follow(orderId: string, after: number, signal: AbortSignal): AsyncGenerator<ServerSentEvent> {
    let version = after;
    let pause = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      // Begun before the read, so that a change announced while it runs is not slept over.
      const waiting = new AbortController();
      const change = this.changes.next(orderId, pause, AbortSignal.any([signal, waiting.signal]));
      try {
        const { signals, isOver } = await this.after(orderId, version);
        for (const data of signals) {
          yield { id: data.version, event: data.type, data };
          version = data.version;
        }
        if (isOver) return;
        pause = signals.length > 0 ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
        await change;
      } finally {
        waiting.abort();
      }
    }
  }

  private after(orderId: string, version: number): Promise<Followed> {
    return this.uow.read(async () => {
      const signals = await this.recorded(orderId, version);
      if (signals) return signals;
      const order = await this.views.byId(orderId);
      if (!order || order.version <= version) return { signals: [], isOver: !order || isFinal(order.status) };
      // Only what was there before the order was looked at can be missed: what came between the two looks is in the log.
      const meanwhile = await this.recorded(orderId, version);
      return meanwhile ?? { signals: [snapshotOf(order)], isOver: isFinal(order.status) };
    });
  }

  /** What the log has after `version`; nothing where that does not begin with the version after it. */
  private async recorded(orderId: string, version: number): Promise<Followed | undefined> {
    const signals = (await this.log.read(`order-${orderId}`, version)).map(toSignal);
    const last = signals.at(-1);
    if (!last || signals[0]?.version !== version + 1) return undefined;
    return { signals, isOver: isFinal(last.status) };
  }
}

function toSignal({ type, streamVersion, time }: Message): OrderSignal {
  if (!isOrderEventType(type)) throw new Error(`"${type}" does not belong on the stream of an order.`);
  return { type, version: streamVersion, at: time, status: statusAfter(type) };
}

function snapshotOf({ version, updatedAt, status }: OrderView): OrderSignal {
  return { type: 'order.snapshot', version, at: updatedAt, status };
}
