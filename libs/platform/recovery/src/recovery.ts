import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { componentLogger } from '@platform/observability';

import type { CrashPoints } from './crash-points.js';
import { PartRun, type PartView } from './part-run.js';
import { foundPieces, recoveryMetrics } from './recovery-metrics.js';
import type { Unfinished } from './unfinished.js';

export type { PartView };

/** No timer can wait longer, in ms: beyond it they go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** A count waits no longer for a database that hangs; what has no figure then gets one while it is finished. */
const COUNT_MS = 1_000;

/** - `starting`: being put together. - `recovering`: finishes what was begun. - `listening`: takes what is new. */
export type Stage = 'starting' | 'recovering' | 'listening';

export interface RecoveryView {
  readonly stage: Stage;
  /** How long the first stage has taken, so far or in all. */
  readonly ms: number;
  readonly parts: readonly PartView[];
}

/**
 * The two stages of a start. First what a process that died had begun is finished, with nothing but the own databases and within
 * a limit; then whoever started it lets requests and messages in. So nothing new can overtake what is old, except what could not
 * be finished in time: that goes on beside, and the log names it.
 */
@Injectable()
export class Recovery implements OnModuleDestroy {
  private readonly log = componentLogger('recovery');
  private readonly parts = new Map<string, PartRun>();
  private readonly closing = new AbortController();
  private stage: Stage = 'starting';
  private since = 0;
  private tookMs: number | undefined;

  constructor(
    private readonly limitMs: number,
    private readonly crashPoints?: CrashPoints,
  ) {
    recoveryMetrics(this);
  }

  /** Before the first stage. A second part of the same name takes the first one's place. */
  add(part: Unfinished): void {
    this.parts.set(part.name, new PartRun(part, this.log, this.crashPoints));
  }

  /** Counts what was begun before. To be called before anybody works on it; {@link finish} counts what has no figure yet. */
  async count(): Promise<void> {
    const signal = AbortSignal.any([AbortSignal.timeout(COUNT_MS), this.closing.signal]);
    await Promise.all(this.runs.map((run) => run.count(signal)));
  }

  /**
   * The first stage. Resolves within the limit, whatever happens.
   * @throws the reason of `ending` when it aborts before that, or an AbortError when the process closes: then there is no second
   */
  async finish(ending?: AbortSignal): Promise<void> {
    this.stage = 'recovering';
    this.since = performance.now();
    const ends = AbortSignal.any([this.closing.signal, ...(ending ? [ending] : [])]);
    const limit = AbortSignal.timeout(Math.min(LONGEST_TIMER_MS, this.limitMs));
    const signal = AbortSignal.any([ends, limit]);
    const ended = await Promise.all(this.runs.map((run) => run.run(signal)));
    this.report(ended, ends.aborted);
    ends.throwIfAborted();
    this.tookMs = performance.now() - this.since;
    this.stage = 'listening';
    const found = ended.reduce((sum, part) => sum + (part.found ?? 0), 0);
    const says = 'what was begun before is dealt with; takes what is new';
    this.log.info({ stage: this.stage, ms: this.now.ms, found }, says);
  }

  /** Before the workers are stopped: whoever ends for that has not finished. */
  onModuleDestroy(): void {
    this.closing.abort();
  }

  get now(): Pick<RecoveryView, 'stage' | 'ms'> {
    const ms = this.tookMs ?? (this.stage === 'starting' ? 0 : performance.now() - this.since);
    return { stage: this.stage, ms: Math.round(ms) };
  }

  /** How far it has come, by part. */
  async view(): Promise<RecoveryView> {
    const runs = this.stage === 'starting' ? [] : this.runs;
    return { ...this.now, parts: await Promise.all(runs.map((run) => run.view())) };
  }

  private get runs(): readonly PartRun[] {
    return [...this.parts.values()];
  }

  private report(ended: readonly PartView[], isClosing: boolean): void {
    const says = isClosing
      ? 'could not be finished before this process ends, and is left to the next'
      : 'could not be finished in time and goes on beside what is new';
    for (const { name: part, state, found, pending, ms: partMs } of ended) {
      foundPieces().inc({ part }, found ?? 0);
      if (state === 'left') {
        this.log.warn({ part, found, pending, ms: partMs }, says);
      } else if (found !== null && found > 0) {
        this.log.info({ part, found, ms: partMs }, 'finished what was begun');
      }
    }
  }
}
