import { Logger } from '@nestjs/common';
import type { KafkaMessage } from 'kafkajs';

import type { WantedTypes } from '../../log/log-reader.js';
import { GrowingPause } from '../../relay/growing-pause.js';
import { WakeUp } from '../../relay/wake-up.js';
import type { EncodedMessage } from '../../envelope/cloud-events.js';
import type { Lane } from '../transport.js';
import type { Membership } from './membership.js';
import { PartitionQueue } from './partition-queue.js';
import { received } from './received.js';

/** Pauses double from the first to the second. */
export interface RetryMs {
  readonly first: number;
  readonly longest: number;
}

/** What a worker tells the consumer it belongs to. */
export interface WorkerHost {
  readonly membership: Membership;
  readonly types: WantedTypes;
  /** Pauses between tries of what the infrastructure ended. */
  readonly retryMs: RetryMs;
  /** Fetching of the worker's partition shall pause, or go on. */
  hold(worker: PartitionWorker, held: boolean): void;
  /** The worker's lane is about to be opened. @throws while it must not be */
  opening(worker: PartitionWorker): Promise<void>;
  /** Everything before `next` is handled or parked. */
  handled(worker: PartitionWorker, next: number): void;
  /** A record came that does not follow the one before it. */
  gap(worker: PartitionWorker, offset: number): void;
}

interface Deliverable {
  readonly messages: readonly EncodedMessage[];
  readonly next?: number;
}

/** Most messages delivered at once: what has to be finished before a partition can be let go. */
export const CHUNK = 50;

/** What is done about messages that the broker has forgotten. */
export type Lacking =
  | { readonly state: 'none'; readonly reason: string }
  | { readonly state: 'waiting'; readonly reason: string }
  | { readonly state: 'catching-up' };

/**
 * Handles one partition for one consumer, in order and apart from all others: what holds this one up (a database that is away,
 * a slow handler) holds up nobody else, and never the loop that fetches and tells the group that we live.
 *
 * Two processes may have a partition in hand at the same time: one that was stopped, or has a transaction to finish, and the
 * one that was given the partition since. Each goes through the partition without gaps from a position before which everything
 * is handled, and each message moves its stream's inbox mark, under that row's lock and in the handler's own transaction,
 * or is skipped. So the second waits for the first, neither can do again what the other has committed, and neither can do a
 * later version before the one that precedes it: it has itself handled or skipped everything before. Offsets are the lesser
 * part: a member that was given up may not commit any, and one that comes late would only cause messages to be skipped again.
 */
export class PartitionWorker {
  private readonly logger = new Logger('Kafka');
  private readonly queue = new PartitionQueue();
  private readonly retry: GrowingPause;
  private readonly wakeUp = new WakeUp();
  private next: number | undefined;
  private handledTo: number | undefined;
  private work: Promise<void> | undefined;
  private emptied: (() => void) | undefined;
  private opened = false;
  private readonly revoked = new AbortController();
  private failing = false;
  /** Until `begin`. */
  private held = true;
  private forgottenSince: number | undefined;
  /** While messages that come next are gone from the broker. */
  lacking: Lacking | undefined;

  constructor(
    readonly topic: string,
    readonly partition: number,
    private readonly lane: Lane,
    private readonly host: WorkerHost,
    /** The end of this partition's last worker in this process: a lane is one at a time. */
    private readonly before: Promise<void>,
  ) {
    this.retry = new GrowingPause(host.retryMs);
  }

  get name(): string {
    return `${this.topic}/${this.partition}`;
  }

  /** Offset of the next record to be fetched; undefined before `begin`. */
  get position(): number | undefined {
    return this.next;
  }

  /** Everything before it is handled; undefined before anything was. */
  get done(): number | undefined {
    return this.handledTo;
  }

  get isRevoked(): boolean {
    return this.signal.aborted;
  }

  /** Aborted when the partition is taken away. */
  get signal(): AbortSignal {
    return this.revoked.signal;
  }

  /** Nothing in hand and nothing that keeps it from fetching. */
  get isIdle(): boolean {
    return this.next !== undefined && this.queue.isEmpty && !this.held;
  }

  /** How long it has been waiting for messages that the broker does not have any more, in ms. */
  get forgottenMs(): number {
    return this.forgottenSince === undefined ? 0 : performance.now() - this.forgottenSince;
  }

  /** Before the first `accept`, or when what comes next is gone: where it goes on. */
  begin(position: number): void {
    this.next = position;
    // What was handled before was before another place, and perhaps of a topic that is gone.
    this.handledTo = undefined;
    this.forgottenSince = undefined;
    this.lacking = undefined;
    this.setHeld();
  }

  /** @returns a promise of having nothing in hand any more, until the next call; nothing when it has nothing now */
  accept(records: readonly KafkaMessage[]): Promise<void> | undefined {
    if (this.forgottenSince !== undefined) return undefined;
    for (const record of records) {
      const offset = Number(record.offset);
      if (this.isRevoked || this.next === undefined || offset < this.next) continue;
      if (offset > this.next) {
        this.host.gap(this, offset);
        break;
      }
      this.queue.push(received(record, this.host.types, this.name));
      this.next = offset + 1;
    }
    this.setHeld();
    if (!this.queue.isEmpty && !this.work) this.take(this.pump());
    if (!this.work) return undefined;
    // One that is asked for again and again while the queue is never empty must not gather who waits.
    return new Promise((resolve) => {
      this.emptied = resolve;
    });
  }

  /** Stays where it is until `begin`: what comes next is gone from the broker. */
  forgotten(lacking: Lacking): void {
    this.forgottenSince ??= performance.now();
    this.lacking = lacking;
    this.setHeld();
  }

  /** What brings it what the broker has forgotten begins when nothing is in hand any more, and counts as in hand itself. */
  async catchUp<T>(bringing: () => Promise<T>): Promise<T> {
    const inHand = this.work;
    const brought = this.before.then(() => inHand).then(bringing);
    this.take(
      brought.then(
        () => undefined,
        () => undefined,
      ),
    );
    return brought;
  }

  /** Has messages handled that did not come as records. @returns false when the partition was taken away before */
  bring(messages: readonly EncodedMessage[]): Promise<boolean> {
    return this.insist({ messages });
  }

  /** Finishes what is in hand and begins nothing any more. Resolves when the lane is closed. */
  async revoke(): Promise<void> {
    this.revoked.abort();
    this.wakeUp.wake();
    this.host.membership.resume();
    // Also who was here before: the next one must not begin beside any of them.
    await this.before;
    await this.work;
    this.queue.clear();
    if (!this.opened) return;
    this.opened = false;
    await this.lane.close().catch((error: unknown) => {
      this.logger.warn(`${this.name} was not closed in order: ${String(error)}`);
    });
  }

  private async pump(): Promise<void> {
    await this.before;
    while (!this.isRevoked && !this.queue.isEmpty) {
      const chunk = this.queue.peek(CHUNK);
      if (chunk.messages.length > 0 && !(await this.insist(chunk))) break;
      this.queue.drop(chunk);
      this.handledTo = chunk.next;
      this.host.handled(this, chunk.next);
      this.setHeld();
    }
  }

  /** In hand until it ends, or something follows that waits for it. */
  private take(work: Promise<void>): void {
    const taken = work.then(() => {
      if (this.work !== taken) return;
      this.work = undefined;
      this.emptied?.();
    });
    this.work = taken;
  }

  /** Until it works; a failure here is never a message's fault. @returns false when the partition was taken away before */
  private async insist({ messages, next }: Deliverable): Promise<boolean> {
    for (;;) {
      while (!this.isRevoked && !this.host.membership.holds) await this.host.membership.untilHeld();
      if (this.isRevoked) return false;
      try {
        if (!this.opened) {
          await this.host.opening(this);
          await this.lane.open();
        }
        this.opened = true;
        await this.lane.deliver(messages, next);
        this.failing = false;
        this.retry.reset();
        return true;
      } catch (error) {
        const ms = this.retry.take();
        this.logger.warn(`${this.name} pauses for ${Math.round(ms)} ms: ${String(error)}`);
        this.failing = true;
        this.setHeld();
        await this.pause(ms);
      }
    }
  }

  async pause(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (!this.isRevoked && performance.now() < until) await this.wakeUp.pause(until - performance.now());
  }

  private setHeld(): void {
    if (this.isRevoked) return;
    const held =
      this.next === undefined ||
      this.forgottenSince !== undefined ||
      this.failing ||
      (this.held ? !this.queue.hasRoom : this.queue.isFull);
    if (held === this.held) return;
    this.held = held;
    this.host.hold(this, held);
  }
}
