import type { Logger } from '@platform/observability';

import type { CrashPoints } from './crash-points.js';
import type { Unfinished } from './unfinished.js';
import { orAborted, pause } from './waits.js';

const RETRY_MS = { first: 50, longest: 1_000 };
/** How long it is looked at what was left when the time was up: a database that hangs must not make it longer. */
const LAST_LOOK_MS = 500;

/** How far one part has come. */
export interface PartView {
  readonly name: string;
  readonly state: 'finishing' | 'finished' | 'left';
  /** Pieces found at the beginning; null while that is not known. */
  readonly found: number | null;
  /** Pieces that are left; null when that cannot be told. */
  readonly pending: number | null;
  readonly ms: number;
}

/** Has one part finish, within its time. */
export class PartRun {
  private state: PartView['state'] = 'finishing';
  private found: number | null = null;
  private left: number | null = null;
  private ms: number | undefined;
  private since = performance.now();

  constructor(
    private readonly part: Unfinished,
    private readonly log: Logger,
    private readonly crashPoints: CrashPoints | undefined,
  ) {}

  /** Counts what there is to finish, unless that is known. What cannot be counted now is counted later. Never throws. */
  async count(signal: AbortSignal): Promise<void> {
    if (this.part.isPreparation === true) this.found = 0;
    this.found ??= (await orAborted(this.part.pending(), signal).catch(() => undefined)) ?? null;
  }

  /** Never throws. */
  async run(all: AbortSignal): Promise<PartView> {
    const { limitMs } = this.part;
    const signal = limitMs === undefined ? all : AbortSignal.any([all, AbortSignal.timeout(limitMs)]);
    this.since = performance.now();
    const done = await this.insist(signal);
    this.left = done ? 0 : await this.lastLook();
    this.ms = performance.now() - this.since;
    this.state = done ? 'finished' : 'left';
    return this.past();
  }

  /** How it stands now; what cannot be asked is null. */
  async view(): Promise<PartView> {
    if (this.state !== 'finishing') return this.past();
    const left = await this.part.pending().catch(() => null);
    // It may be through by now, and what was asked before that would be shown for ever.
    if (isFinishing(this.state)) this.left = left;
    return this.past();
  }

  private past(): PartView {
    const { state, found, left: pending, part } = this;
    const ms = Math.round(this.ms ?? performance.now() - this.since);
    return { name: part.name, state, found, pending, ms };
  }

  /** @returns whether it was through in time */
  private async insist(signal: AbortSignal): Promise<boolean> {
    let ms = RETRY_MS.first;
    while (!signal.aborted) {
      try {
        await this.count(signal);
        await this.crashPoints?.reached(`recovery.begun/${this.part.name}`);
        await orAborted(this.part.finish(signal), signal);
        await this.crashPoints?.reached(`recovery.ended/${this.part.name}`);
        return !isAborted(signal);
      } catch (error) {
        this.log.warn({ part: this.part.name, reason: String(error) }, 'cannot finish yet, will try again');
        await pause(ms, signal);
        ms = Math.min(RETRY_MS.longest, ms * 2);
      }
    }
    return false;
  }

  private async lastLook(): Promise<number | null> {
    const look = orAborted(this.part.pending(), AbortSignal.timeout(LAST_LOOK_MS));
    return (await look.catch(() => undefined)) ?? null;
  }
}

function isFinishing(state: PartView['state']): boolean {
  return state === 'finishing';
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
