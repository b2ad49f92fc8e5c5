import { setTimeout as after } from 'node:timers/promises';

import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
  Optional,
} from '@nestjs/common';
import { componentLogger, counter, gauge, registerBacklog } from '@platform/observability';
import { UnitOfWork } from '@platform/persistence';
import { Recovery } from '@platform/recovery';

import { type OwedAttempt, OwedRefunds } from '../../domain/owed-refunds.js';
import { RefundSignal } from './refund-signal.js';
import { SettleAttempt } from './settle-attempt.js';

const AT_ONCE = 16;
/** Longer than both calls of a settlement may take; a worker that died lets go of its attempts after this time. */
const LEASE_MS = 20_000;
const IDLE_MS = 1_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** A start waits no longer for a provider that hangs; nobody's order depends on a refund. */
const START_WAITS_MS = 3_000;
/** Between two looks whether the worker has taken up what is due. */
const LOOK_MS = { first: 20, longest: 500 };

/** Pays back what was captured for attempts that were given up: for ever, until the provider has been reached. */
@Injectable()
export class RefundWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = componentLogger('payment.refunds');
  private readonly inFlight = new Set<Promise<void>>();
  private stopping = new AbortController();
  private loop: Promise<void> | undefined;
  private filling: Promise<void> | undefined;
  private readonly settlements = counter({
    name: 'whereabouts_payment_settlements_total',
    help: 'Abandoned charge attempts asked about at the provider, by outcome.',
    labels: ['outcome'],
  });

  constructor(
    private readonly uow: UnitOfWork,
    private readonly owed: OwedRefunds,
    private readonly settlement: SettleAttempt,
    private readonly signal: RefundSignal,
    @Optional() recovery?: Recovery,
  ) {
    recovery?.add({
      name: 'payment: refunds',
      limitMs: START_WAITS_MS,
      pending: async () => (await this.due()) + this.inFlight.size,
      finish: (signal) => this.finish(signal),
    });
  }

  /** How many abandoned attempts are not settled, by whichever replica, and since when the oldest one. */
  backlog(): Promise<{ pending: number; oldestSeconds: number }> {
    return this.uow.read(() => this.owed.backlog());
  }

  /** True when nothing is owed and nothing is being settled here. */
  async isIdle(): Promise<boolean> {
    return this.inFlight.size === 0 && (await this.backlog()).pending === 0;
  }

  onApplicationBootstrap(): void {
    gauge(
      { name: 'whereabouts_payment_refunds_pending', help: 'Abandoned charge attempts not settled yet.' },
      async (pending) => pending.set((await this.backlog()).pending),
    );
    registerBacklog('payment.refunds', async () => (await this.backlog()).pending + this.inFlight.size);
    this.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  start(): void {
    if (this.loop) return;
    this.stopping = new AbortController();
    this.loop = this.work(this.stopping.signal);
  }

  /** Breaks off calls under way; their attempts stay owed. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    await Promise.all(this.inFlight);
    this.loop = undefined;
  }

  /** Until every attempt that is due has been settled, or the provider asked about it in vain. */
  private async finish(signal: AbortSignal): Promise<void> {
    const over = AbortSignal.any([signal, this.stopping.signal]);
    const isOver = new Promise<void>((resolve) => over.addEventListener('abort', () => resolve()));
    for (let ms = LOOK_MS.first; !over.aborted; ms = Math.min(LOOK_MS.longest, 2 * ms)) {
      // Asked first: what is not due any more, as it was claimed meanwhile, is in hand when that claim has ended.
      const due = await this.due();
      await this.filling?.catch(() => undefined);
      if (this.inFlight.size > 0) await Promise.race([...this.inFlight, isOver]);
      else if (due === 0) return;
      else await after(ms, undefined, { signal: over }).catch(() => undefined);
    }
  }

  private due(): Promise<number> {
    return this.uow.read(() => this.owed.due());
  }

  private async work(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      try {
        await (this.filling = this.fill(stopping));
      } catch (error) {
        this.log.warn({ err: error }, 'Owed refunds could not be looked up; this is tried again.');
      }
      await this.signal.wait(IDLE_MS, stopping);
    }
  }

  private async fill(stopping: AbortSignal): Promise<void> {
    const free = AT_ONCE - this.inFlight.size;
    if (free === 0) return;
    const claimed = await this.uow.run(() => this.owed.claim(free, LEASE_MS));
    if (claimed.length > 0) await this.uow.reached('payment.refund.claimed');
    for (const attempt of claimed) {
      const settled = this.settle(attempt, stopping).finally(() => {
        this.inFlight.delete(settled);
        this.signal.raise();
      });
      this.inFlight.add(settled);
    }
  }

  private async settle(attempt: OwedAttempt, stopping: AbortSignal): Promise<void> {
    const { orderId, n, claims } = attempt;
    try {
      const result = await this.settlement.settle(attempt, stopping);
      this.settlements.inc({ outcome: result.outcome });
      this.log.info({ orderId, attempt: n, ...result }, 'Asked the provider about an abandoned charge.');
      if (result.outcome === 'unknown') await this.postpone(attempt);
    } catch (error) {
      // Whatever it was: the lease ends, and the attempt is still owed.
      this.log.warn(
        { err: error, orderId, attempt: n, claims },
        'An abandoned charge could not be settled; this is tried again.',
      );
    }
  }

  private async postpone(attempt: OwedAttempt): Promise<void> {
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt.claims - 1));
    await this.uow.run(() => this.owed.postpone(attempt, pause * (0.75 + Math.random() / 2)));
  }
}
