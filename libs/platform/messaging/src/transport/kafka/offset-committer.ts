import { Logger } from '@nestjs/common';
import type { CrashPoints } from '@platform/persistence';

export interface Position {
  readonly topic: string;
  readonly partition: number;
  /** Everything before it is handled or parked. */
  readonly next: number;
}

interface Due {
  readonly position: Position;
  /** Who wants to know when this position, or a later one, is written down. */
  readonly committed: readonly (() => void)[];
}

/** Sends positions to the group, as the member and generation it has at the time of the call. */
export type SendPositions = (positions: readonly Position[]) => Promise<void>;

/** Not more often, as long as it works: a position that is lost costs messages that the inbox skips. */
const EVERY_MS = 100;
const RETRY_MS = 1_000;

/** Tells the group how far this process is: at once when there is time, else several batches and partitions together. */
export class OffsetCommitter {
  private readonly logger = new Logger('Kafka');
  private readonly due = new Map<string, Due>();
  private sending: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private notBefore = 0;
  private closed = false;

  constructor(
    private readonly send: SendPositions,
    /** Whether the process has its share of the partitions; asked in the same tick as positions are sent. */
    private readonly mayCommit: () => boolean,
    /** Whether a partition is in that share. */
    private readonly isMine: (position: Position) => boolean,
    private readonly crashPoints: CrashPoints,
  ) {}

  /** @param committed called when it is written down; never, when that is left to another process */
  mark(position: Position, committed?: () => void): void {
    if (this.closed) return;
    const waiting = this.due.get(keyOf(position))?.committed ?? [];
    this.due.set(keyOf(position), { position, committed: committed ? [...waiting, committed] : waiting });
    this.schedule();
  }

  /** After the share has changed: forgets the positions of partitions that are not in it, and goes on with the others. */
  shareChanged(): void {
    for (const [key, { position }] of this.due) if (!this.isMine(position)) this.due.delete(key);
    this.schedule();
  }

  /** Sends what is due now, after what is being sent; resolves when it is written down, or could not be. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const send = () => this.sendDue();
    const sending = this.sending ? this.sending.then(send, send) : send();
    this.sending = sending;
    try {
      await sending;
    } finally {
      if (this.sending === sending) this.sending = undefined;
    }
  }

  /** Whether the group has not been told yet what was marked last. */
  owes(position: Omit<Position, 'next'>): boolean {
    return this.due.has(keyOf(position));
  }

  /** Nothing is sent any more. */
  close(): void {
    this.due.clear();
    clearTimeout(this.timer);
    this.closed = true;
  }

  private schedule(): void {
    if (this.timer || this.closed || this.due.size === 0 || !this.mayCommit()) return;
    const ms = Math.max(1, this.notBefore - performance.now());
    this.timer = setTimeout(() => void this.flush().then(() => this.schedule()), ms);
  }

  private async sendDue(): Promise<void> {
    if (this.due.size > 0) await this.crashPoints.reached('consumer.before-acknowledge');
    const sent = [...this.due.values()].filter(({ position }) => this.isMine(position));
    if (sent.length === 0 || !this.mayCommit()) return;
    this.due.clear();
    this.notBefore = performance.now() + EVERY_MS;
    try {
      await this.send(sent.map(({ position }) => position));
    } catch (error) {
      // Expected around a rebalance; the fetch loop will notice a group that has given us up.
      this.logger.debug(`Positions could not be committed: ${String(error)}`);
      this.notBefore = performance.now() + RETRY_MS;
      if (!this.closed) for (const each of sent) this.putBack(each);
      return;
    }
    for (const { committed } of sent) for (const tell of committed) tell();
  }

  private putBack({ position, committed }: Due): void {
    if (!this.isMine(position)) return;
    const newer = this.due.get(keyOf(position));
    this.due.set(keyOf(position), {
      position: newer?.position ?? position,
      committed: [...committed, ...(newer?.committed ?? [])],
    });
  }
}

function keyOf({ topic, partition }: Omit<Position, 'next'>): string {
  return `${topic}/${partition}`;
}
