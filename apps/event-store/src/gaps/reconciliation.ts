import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { MessageTransport } from '@platform/messaging';
import { componentLogger } from '@platform/observability';
import { setTimeout } from 'node:timers/promises';

import { ArchiveHints } from '../archive/archive-hints.js';
import { type ExpectedStream, StreamRows } from '../archive/stream-rows.js';
import { MODULES, TRANSPORT } from '../event-store.tokens.js';
import { OwnerOfEvents } from './owner-of-events.js';
import { SharedComparisons } from './shared-comparisons.js';

const EVERY_MS = 60 * 60 * 1_000;
/** Until the archive has caught up with the broker, and after a failure. */
const AGAIN_MS = 30_000;
/** What it is behind by so little will have come before it is old enough to be missed. */
const CAUGHT_UP_MESSAGES = 1_000;
/** In which a module's relay passes on what was recorded, as long as it runs. */
const RELAY_MS = 1_000;
/** What has not come by then is asked for, whatever the broker still has for us. */
const LONGEST_WAY_MS = 30_000;
const LOOK_AGAIN_MS = 100;

/**
 * Compares the archive with what owners have. A version that is missing before one that came is seen by itself; one that nothing
 * follows is not: the broker may have forgotten the end of a stream while the archive was away, or had events before there
 * was an archive. Done at the start, every hour, and when the broker says that it has forgotten something.
 */
@Injectable()
export class Reconciliation implements OnModuleDestroy {
  private readonly logger = componentLogger('gaps');
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private wake: (() => void) | undefined;
  private isRequested = false;
  /** Modules that nothing can be missing of unnoticed: compared whole, since the broker has last forgotten anything. */
  private readonly compared = new Set<string>();
  private requests = 0;
  private readonly wholly = new SharedComparisons((module) => this.compareWhole(module));

  constructor(
    private readonly owner: OwnerOfEvents,
    private readonly streams: StreamRows,
    private readonly hints: ArchiveHints,
    @Inject(MODULES) private readonly modules: readonly string[],
    @Inject(TRANSPORT) private readonly transport: MessageTransport,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** The next comparison is made now. */
  request(): void {
    this.isRequested = true;
    this.requests += 1;
    this.compared.clear();
    this.wake?.();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    this.wake?.();
    await this.running;
    await this.wholly.ended();
  }

  /** Whether nothing of a module can be missing unnoticed that was published before the archive's place in each partition. */
  isCertainOf(module: string): boolean {
    return this.compared.has(module);
  }

  /** @returns how many streams were found to lack something new */
  async compare(): Promise<number> {
    let found = 0;
    for (const module of this.modules)
      found += this.isCertainOf(module) ? await this.compareModule(module) : await this.wholly.now(module);
    return found;
  }

  /**
   * Compares a module whole, once for each name of who asks, and for all who ask at the same time together.
   * @returns why that is not done yet; ask again
   */
  whyNotCompared(module: string, asker: string): string | undefined {
    return this.wholly.whyNotYet(module, asker);
  }

  /** @returns how many streams were found to lack something new */
  private async compareModule(module: string): Promise<number> {
    let found = 0;
    for await (const heads of this.heads(module)) found += await this.streams.expect(heads);
    return this.told(module, found);
  }

  /** Nothing that the module had can be missing unnoticed afterwards. */
  private async compareWhole(module: string): Promise<number> {
    const { requests } = this;
    const ahead: ExpectedStream[] = [];
    for await (const heads of this.heads(module, 0)) ahead.push(...(await this.streams.aheadOf(heads)));
    const found = await this.streams.expect(await this.withoutWhatComes(module, ahead));
    if (requests === this.requests) this.compared.add(module);
    return this.told(module, found);
  }

  private async *heads(module: string, ageSeconds?: number): AsyncGenerator<ExpectedStream[]> {
    for (let after: string | undefined = ''; after !== undefined;) {
      this.stopping.signal.throwIfAborted();
      const heads = await this.owner.streams(module, after, ageSeconds);
      yield heads.map((head) => ({ module, ...head }));
      after = heads.at(-1)?.streamId;
    }
  }

  /** What was recorded a moment ago is on its way by the broker, and is not missing for that. */
  private async withoutWhatComes(
    module: string,
    ahead: readonly ExpectedStream[],
  ): Promise<readonly ExpectedStream[]> {
    const since = performance.now();
    let left = await this.streams.aheadOf(ahead);
    while (left.length > 0 && !this.stopping.signal.aborted) {
      const ms = performance.now() - since;
      if (ms > LONGEST_WAY_MS || (ms > RELAY_MS && (await this.messagesBehind(module)) === 0)) break;
      await setTimeout(LOOK_AGAIN_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      left = await this.streams.aheadOf(left);
    }
    this.stopping.signal.throwIfAborted();
    return left;
  }

  private async messagesBehind(module: string): Promise<number> {
    const lag = (await this.transport.lag?.().catch(() => undefined)) ?? [];
    return lag
      .filter(({ topic }) => topic.endsWith(`.${module}.events`))
      .reduce((sum, { messages }) => sum + messages, 0);
  }

  private told(module: string, found: number): number {
    if (found > 0) {
      this.logger.warn({ module, streams: found }, 'its owner has events that never came');
      this.hints.announce();
    }
    return found;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.isRequested = false;
      const isDone = await this.attempt();
      await this.pause(isDone ? EVERY_MS : AGAIN_MS);
    }
  }

  private async attempt(): Promise<boolean> {
    try {
      // What is still to come by the broker is not missing.
      if (!(await this.hasCaughtUp())) return false;
      await this.compare();
      return true;
    } catch (error) {
      this.logger.warn({ reason: String(error) }, 'the archive cannot be compared with its owners yet');
      return false;
    }
  }

  private async hasCaughtUp(): Promise<boolean> {
    const lag = (await this.transport.lag?.()) ?? [];
    return lag.reduce((sum, { messages }) => sum + messages, 0) <= CAUGHT_UP_MESSAGES;
  }

  private async pause(ms: number): Promise<void> {
    // A request that came meanwhile is not slept over.
    if (this.stopping.signal.aborted || this.isRequested) return;
    await new Promise<void>((resolve) => {
      const timer = globalThis.setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
