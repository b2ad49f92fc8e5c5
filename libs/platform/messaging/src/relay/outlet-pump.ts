import { Logger } from '@nestjs/common';
import { type CrashPoints, isInfrastructureError, type UnitOfWork } from '@platform/persistence';

import { encode } from '../envelope/cloud-events.js';
import type { LogCursor, LogReader, LogSlice } from '../log/log-reader.js';
import type { Outlet } from '../transport/transport.js';
import { GrowingPause } from './growing-pause.js';
import type { ReaderCursors } from './reader-cursors.js';
import { LeaseLostError } from './relay-lease.js';
import type { RelayPolicy } from './relay-policy.js';
import { WakeUp } from './wake-up.js';

/**
 * Moves messages from a log to one outlet, slice by slice. A slice is read in the transaction that checkpoints the one
 * before it, and no transaction is open while it is passed on.
 */
export class OutletPump {
  private readonly logger = new Logger('Relay');
  private readonly wakeUp = new WakeUp();
  private readonly poll: GrowingPause;
  private readonly linger: GrowingPause;
  private readonly retry: GrowingPause;
  private stopping = false;
  /** No read on account of a hint before this time. */
  private lingerUntil = 0;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly reader: LogReader,
    private readonly cursors: ReaderCursors,
    private readonly outlet: Outlet,
    private readonly epoch: number,
    private readonly policy: RelayPolicy,
    private readonly crashPoints: CrashPoints,
  ) {
    this.poll = new GrowingPause(policy.pollMs);
    this.linger = new GrowingPause(policy.lingerMs);
    this.retry = new GrowingPause(policy.retryMs);
  }

  /** The log has grown. */
  wake(): void {
    this.wakeUp.wake();
  }

  /** Ends `run` after the slice in hand. */
  stop(): void {
    this.stopping = true;
    this.wakeUp.wake();
  }

  /** Until `stop`. @throws LeaseLostError */
  async run(): Promise<void> {
    try {
      await this.pump();
    } finally {
      // Also when the lease was lost: what stays open is taken for the work of a process that died.
      await this.orWarn('was not closed in order', () => this.outlet.close());
    }
  }

  private async pump(): Promise<void> {
    const opened = await this.insist(async () => {
      await this.outlet.open();
      return this.cursors.open(this.outlet.name, this.epoch);
    });
    if (!opened) return;
    let cursor = opened;
    let saved = opened;
    while (!this.stopping) {
      const unsaved = cursor === saved ? undefined : cursor;
      const slice = await this.insist(() => this.readAfter(cursor, unsaved));
      if (!slice) break;
      saved = cursor;
      if (slice.messages.length > 0) {
        const passed = await this.insist(() => this.pass(slice));
        if (!passed) break;
      }
      if (slice.scanned > 0) cursor = slice.next;
      await this.pauseAfter(slice);
    }
    if (cursor === saved) return;
    const last = cursor;
    // What was not written down is delivered again to whoever reads on, and known to the inbox.
    await this.orWarn('ended without a checkpoint', () =>
      this.unit.run(() => this.cursors.save(this.outlet.name, this.epoch, last)),
    );
  }

  private async pass({ messages }: LogSlice): Promise<true> {
    await this.crashPoints.reached('relay.before-publish');
    await this.outlet.publish(messages.map(encode));
    await this.crashPoints.reached('relay.after-publish');
    return true;
  }

  private readAfter(cursor: LogCursor, unsaved: LogCursor | undefined): Promise<LogSlice> {
    const read = () => this.reader.read(cursor, this.policy.sliceSize, this.outlet.types);
    if (!unsaved) return this.unit.read(read);
    return this.unit.run(async () => {
      await this.cursors.save(this.outlet.name, this.epoch, unsaved);
      return read();
    });
  }

  private async orWarn(otherwise: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn(`${this.label} ${otherwise}: ${String(error)}`);
    }
  }

  /** Tries until it works or the pump is stopped. A failure here is never a message's fault. */
  private async insist<T>(work: () => Promise<T>): Promise<T | undefined> {
    for (;;) {
      try {
        const result = await work();
        this.retry.reset();
        return result;
      } catch (error) {
        if (error instanceof LeaseLostError) throw error;
        const ms = this.retry.take();
        const level = isInfrastructureError(error) ? 'warn' : 'error';
        this.logger[level](`${this.label} pauses for ${Math.round(ms)} ms: ${String(error)}`);
        await this.pauseUntil(performance.now() + ms);
        if (this.stopping) return undefined;
      }
    }
  }

  private async pauseAfter({ scanned }: LogSlice): Promise<void> {
    if (scanned === this.policy.sliceSize) return;
    if (scanned > 0) {
      this.poll.reset();
      const woken = await this.pauseUntil(performance.now() + this.linger.take());
      // In all likelihood there is nothing more: the checkpoint can wait a little for what comes next, and share its read.
      if (!woken) await this.wakeUp.pause(this.poll.take());
      return;
    }
    this.linger.reset();
    if (await this.wakeUp.pause(this.poll.take())) {
      // The hint comes with the commit, but an older transaction may still hold the message back: look again soon after.
      this.poll.reset();
      await this.pauseUntil(this.lingerUntil);
      this.lingerUntil = performance.now() + this.policy.lingerMs.first;
    }
  }

  /** @returns whether the log has grown meanwhile */
  private async pauseUntil(time: number): Promise<boolean> {
    let woken = false;
    for (let left = time - performance.now(); !this.stopping && left > 0; left = time - performance.now())
      woken = (await this.wakeUp.pause(left)) || woken;
    return woken;
  }

  private get label(): string {
    return `Relay of "${this.unit.module}" to "${this.outlet.name}"`;
  }
}
