import { Injectable } from '@nestjs/common';
import { componentLogger } from '@platform/observability';

import type { CrashPoints } from './crash-points.js';
import { PartRun, type PartView } from './part-run.js';
import { foundPieces, recoveryMetrics } from './recovery-metrics.js';
import type { Unfinished } from './unfinished.js';

export type { PartView };

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
export class Recovery {
  private readonly log = componentLogger('recovery');
  private readonly parts = new Map<string, Unfinished>();
  private runs: readonly PartRun[] = [];
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
    this.parts.set(part.name, part);
  }

  /** The first stage. Resolves within the limit, whatever happens. */
  async finish(): Promise<void> {
    this.stage = 'recovering';
    this.since = performance.now();
    const signal = AbortSignal.timeout(this.limitMs);
    this.runs = [...this.parts.values()].map((part) => new PartRun(part, this.log, this.crashPoints));
    const ended = await Promise.all(this.runs.map((run) => run.run(signal)));
    this.tookMs = performance.now() - this.since;
    this.stage = 'listening';
    this.report(ended);
  }

  get now(): Pick<RecoveryView, 'stage' | 'ms'> {
    const ms = this.tookMs ?? (this.stage === 'starting' ? 0 : performance.now() - this.since);
    return { stage: this.stage, ms: Math.round(ms) };
  }

  /** How far it has come, by part. */
  async view(): Promise<RecoveryView> {
    return { ...this.now, parts: await Promise.all(this.runs.map((run) => run.view())) };
  }

  private report(ended: readonly PartView[]): void {
    const { ms } = this.now;
    for (const { name: part, state, found, pending, ms: partMs } of ended) {
      foundPieces().inc({ part }, found ?? 0);
      if (state === 'left') {
        const says = 'could not be finished in time and goes on beside what is new';
        this.log.warn({ part, found, pending, ms: partMs }, says);
      } else if (found !== null && found > 0) {
        this.log.info({ part, found, ms: partMs }, 'finished what was begun');
      }
    }
    const found = ended.reduce((sum, part) => sum + (part.found ?? 0), 0);
    this.log.info(
      { stage: 'listening', ms, found },
      'what was begun before is dealt with; takes what is new',
    );
  }
}
