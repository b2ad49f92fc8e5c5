import { Logger } from '@nestjs/common';
import type { CrashPoints, UnitOfWork } from '@platform/persistence';

import { RestoredLogError } from '../log/errors.js';
import { ensureLogBase } from '../log/log-base.js';
import type { LogHints } from '../log/log-hints.js';
import { type LogPolicy, WRITES_ALL } from '../log/log-policy.js';
import { LogReader } from '../log/log-reader.js';
import { RestoredLog } from '../restored/restored-log.js';
import type { Outlet } from '../transport/transport.js';
import { GrowingPause } from './growing-pause.js';
import { OutletPump } from './outlet-pump.js';
import { ReaderCursors } from './reader-cursors.js';
import { LeaseLostError, RelayLease } from './relay-lease.js';
import type { RelayPolicy } from './relay-policy.js';
import { WakeUp } from './wake-up.js';

/** Passes one module's log on to its outlets, while this process holds the log's lease. */
export class LogRelay {
  private readonly logger = new Logger('Relay');
  private readonly lease: RelayLease;
  private readonly wakeUp = new WakeUp();
  private readonly retry: GrowingPause;
  private readonly tried = Promise.withResolvers<undefined>();
  private draining = false;
  private stopping = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly outlets: () => readonly Outlet[],
    private readonly hints: LogHints,
    private readonly policy: RelayPolicy,
    owner: string,
    private readonly crashPoints: CrashPoints,
    private readonly logPolicy: LogPolicy = WRITES_ALL,
  ) {
    this.lease = new RelayLease(unit, owner, policy.leaseMs);
    this.retry = new GrowingPause(policy.retryMs);
  }

  /** Takes the lease, and holds it. Nothing is passed on before {@link drain}. */
  start(): void {
    this.running ??= this.run();
  }

  /** Resolves when it is known whose the lease is: with a new epoch ours, or that of another process which lives. */
  get isTried(): Promise<void> {
    return this.tried.promise;
  }

  /** Begins to pass on what the log holds, once the lease is ours. */
  drain(): void {
    if (this.draining) return;
    this.draining = true;
    this.wakeUp.wake();
  }

  /** Resolves when the slices in hand are passed on and the lease is given back. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wakeUp.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        const epoch = await this.lease.acquire();
        if (epoch !== undefined) await this.crashPoints.reached('relay.lease-taken');
        this.tried.resolve(undefined);
        if (epoch !== undefined) {
          this.retry.reset();
          await this.hold(epoch);
          continue;
        }
        await this.assertSettled();
        await this.wakeUp.pause(this.policy.leaseMs / 3);
      } catch (error) {
        const ms = this.retry.take();
        this.logger.warn(
          `Relay of "${this.unit.module}" tries again in ${Math.round(ms)} ms: ${String(error)}`,
        );
        await this.wakeUp.pause(ms);
      }
    }
  }

  private async hold(epoch: number): Promise<void> {
    await ensureLogBase(this.unit);
    await this.assertSettled();
    await this.untilDraining(epoch);
    const reader = new LogReader(this.unit);
    const cursors = new ReaderCursors(this.unit);
    const pumps = this.stopping
      ? []
      : this.outlets().map(
          (outlet) =>
            new OutletPump(this.unit, reader, cursors, outlet, epoch, this.policy, this.crashPoints),
        );
    const unlisten = this.hints.listen(this.unit.module, () => pumps.forEach((pump) => pump.wake()));
    let lost: unknown;
    const runs = pumps.map((pump) =>
      pump.run().catch((error: unknown) => {
        lost ??= error;
        this.wakeUp.wake();
      }),
    );
    try {
      while (!this.stopping && lost === undefined) await this.keep(epoch);
    } finally {
      unlisten();
      for (const pump of pumps) pump.stop();
      await Promise.all(runs);
    }
    if (lost !== undefined) throw lost as Error;
    await this.lease.release(epoch);
  }

  /**
   * A relay begins with a log that is settled: one that is not was restored while this process lived, and perhaps it writes nothing by
   * which it would find out.
   * @throws RestoredLogError
   */
  private async assertSettled(): Promise<void> {
    if (!this.logPolicy.settledOnly || !(await new RestoredLog(this.unit).isDue())) return;
    const error = new RestoredLogError(this.unit.module);
    this.logPolicy.onRestored(error);
    throw error;
  }

  private async untilDraining(epoch: number): Promise<void> {
    while (!this.stopping && !this.draining) await this.keep(epoch);
  }

  /** Renews the lease after a while, or is woken before. */
  private async keep(epoch: number): Promise<void> {
    const woken = await this.wakeUp.pause(this.policy.leaseMs / 3);
    if (!woken) await this.renew(epoch);
  }

  /** A database out of reach is no reason to give up: whoever takes the lease meanwhile fences us off. */
  private async renew(epoch: number): Promise<void> {
    try {
      await this.lease.renew(epoch);
      await this.assertSettled();
    } catch (error) {
      if (error instanceof LeaseLostError || error instanceof RestoredLogError) throw error;
      this.logger.warn(`The lease of "${this.unit.module}" could not be renewed: ${String(error)}`);
    }
  }
}
