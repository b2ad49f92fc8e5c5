/**
 * Whether this process may act for its partitions, as far as it can know. It begins nothing while its group is being shared out
 * anew, nor when the group has not heard of it for the time after which it gives a member up: a process that was stopped and
 * goes on must ask first. It commits nothing from the moment it asks to join until it has its share.
 */
export class Membership {
  private joined = false;
  private working = false;
  private heardAt: number;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly sessionTimeoutMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.heardAt = this.now();
  }

  /** It has a share, and may say how far it is. */
  get isJoined(): boolean {
    return this.joined;
  }

  /** It may begin something. */
  get holds(): boolean {
    return this.joined && this.working && this.silentMs < this.sessionTimeoutMs;
  }

  /** How long ago the group was last heard of, in ms. */
  get silentMs(): number {
    return this.now() - this.heardAt;
  }

  /** The group knows this member; `joined` when it has just been given its share. */
  confirmed(joined = false): void {
    this.heardAt = this.now();
    if (joined) this.joined = this.working = true;
    if (this.holds) this.resume();
  }

  /** Nothing new is begun. */
  suspendWork(): void {
    this.working = false;
  }

  /** Nothing new is begun, and nothing is committed. */
  suspend(): void {
    this.joined = this.working = false;
  }

  /** Lets everyone who waits look for themselves. */
  resume(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resume of waiting) resume();
  }

  /** Resolves when it holds, or when `resume` was called. */
  async untilHeld(): Promise<void> {
    if (!this.holds) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
