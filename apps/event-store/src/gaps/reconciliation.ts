import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { MessageTransport, StreamHead } from '@platform/messaging';
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

/** Some streams of a module. */
export interface StreamsOfModule {
  readonly module: string;
  readonly streams: number;
  /** One of them. */
  readonly streamId: string;
}

/** Some of a module's streams as their owner answers. */
interface Heads {
  readonly heads: readonly ExpectedStream[];
  /** Asks for the same once more. */
  readonly again: () => Promise<readonly ExpectedStream[]>;
}

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
  private readonly ahead = new Map<string, StreamsOfModule>();
  private readonly gone = new Map<string, StreamsOfModule>();

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
    for (const module of this.modules.filter((name) => this.owner.knows(name)))
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
    const setBack: string[] = [];
    for await (const { heads, again } of this.heads(module)) {
      found += await this.streams.expect(heads);
      setBack.push(...(await this.setBackAmong(heads, again)));
    }
    this.note(module, setBack);
    return this.told(module, found);
  }

  /** Nothing that the module had can be missing unnoticed afterwards. */
  private async compareWhole(module: string): Promise<number> {
    const { requests } = this;
    const ahead: ExpectedStream[] = [];
    const setBack: string[] = [];
    for await (const { heads, again } of this.heads(module, 0)) {
      ahead.push(...(await this.streams.aheadOf(heads)));
      setBack.push(...(await this.setBackAmong(heads, again)));
    }
    this.note(module, setBack);
    const found = await this.streams.expect(await this.withoutWhatComes(module, ahead));
    await this.noteLost(module);
    if (requests === this.requests) this.compared.add(module);
    return this.told(module, found);
  }

  /** @param ageSeconds how old an event has to be to count */
  private async *heads(module: string, ageSeconds?: number): AsyncGenerator<Heads> {
    for (let next: string | undefined = ''; next !== undefined;) {
      this.stopping.signal.throwIfAborted();
      const after: string = next;
      const ask = async (): Promise<ExpectedStream[]> =>
        (await this.owner.streams(module, after, ageSeconds)).map((head) => ({ module, ...head }));
      const heads = await ask();
      yield { heads, again: ask };
      next = heads.at(-1)?.streamId;
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

  /** Modules whose logs end before what is archived of them, although they had that once, as seen when they were last compared. */
  setBack(): readonly StreamsOfModule[] {
    return [...this.ahead.values()];
  }

  /** Modules with streams whose ends nobody has any more, as seen when they were last compared whole. */
  lost(): readonly StreamsOfModule[] {
    return [...this.gone.values()];
  }

  /** What the broker had forgotten before it was archived, and the owner has dropped: it is not waited for, but told. */
  private async noteLost(module: string): Promise<void> {
    let streams = 0;
    let one: string | undefined;
    for (let after: string | undefined = ''; after !== undefined;) {
      this.stopping.signal.throwIfAborted();
      const ends: readonly StreamHead[] = await this.owner.droppedEnds(module, after);
      const lost = await this.streams.aheadOf(ends.map((end) => ({ module, ...end })));
      streams += lost.length;
      one ??= lost[0]?.streamId;
      after = ends.at(-1)?.streamId;
    }
    if (one === undefined) return void this.gone.delete(module);
    if (this.gone.get(module)?.streams !== streams)
      this.logger.warn(
        { module, streams, streamId: one },
        'streams have ends that nobody has any more: they were never archived, and their owner has dropped them',
      );
    this.gone.set(module, { module, streams, streamId: one });
  }

  /** What was recorded since the owner answered may be archived by now: it is asked again where something looks set back. */
  private async setBackAmong(heads: Heads['heads'], again: Heads['again']): Promise<string[]> {
    const suspected = await this.streams.endingBefore(heads);
    if (suspected.length === 0) return [];
    const now = new Map((await again()).map(({ streamId, version }) => [streamId, version]));
    return suspected
      .filter(({ streamId, version }) => (now.get(streamId) ?? version) < version)
      .map(({ streamId }) => streamId);
  }

  private note(module: string, [streamId, ...others]: readonly string[]): void {
    if (streamId === undefined) return void this.ahead.delete(module);
    const streams = 1 + others.length;
    if (this.ahead.get(module)?.streams !== streams)
      this.logger.warn(
        { module, streams, streamId },
        'its log ends before what is archived of it: was an older dump restored? "whereabouts recover" tells what is missing',
      );
    this.ahead.set(module, { module, streams, streamId });
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
