import type { Measured } from '@comparison/protocol';
import { overloadOf } from './sustained.js';

export interface Saturation {
  /** The highest rate that was sustained, in transactions per second. */
  readonly perSecond: number;
  /** Checkouts per second that were decided then, of those that were due. */
  readonly goodput: number;
  /** The lowest rate above it that was not sustained; null when none was too much. */
  readonly tooMuch: number | null;
}

export interface Search {
  /** What a closed loop came to, in transactions per second: near what the system can do, or below it when its clients were too few. */
  readonly estimate: number;
  /** Offers load at a rate, and waits until what it left is done. */
  readonly probe: (perSecond: number) => Promise<Measured>;
  /** How long load is offered in a step. */
  readonly stepMs: number;
  /** No step is begun that would offer load for longer: an overloaded one drains for long, and no other is forbidden for that. */
  readonly limitMs: number;
  readonly now?: () => number;
}

/** Nearer than that the search does not come: a step is too short to tell. */
const CLOSE_ENOUGH = 1.12;
const LOWEST = 0.5;

/** Where to begin, of the estimate, and up to where the estimate is believed: a rate above that tells that it was far too low. */
const ESTIMATE = { first: 0.7, believedTo: 1.5 } as const;
const GROWTH = { near: 1.4, far: 2 } as const;

/**
 * Raises the rate until it is too much, halves it until it is not, then goes between.
 * @returns undefined when nothing was sustained
 */
export async function findSaturation(search: Search): Promise<Saturation | undefined> {
  const { now = () => performance.now(), limitMs, stepMs, estimate, probe } = search;
  const began = now();
  let low: Omit<Saturation, 'tooMuch'> | undefined;
  let high = Number.POSITIVE_INFINITY;
  let rate = told(Math.max(1, estimate * ESTIMATE.first));
  for (
    let step = 1;
    now() - began + stepMs <= limitMs && rate >= LOWEST && high / (low?.perSecond ?? 0) > CLOSE_ENOUGH;
    step += 1
  ) {
    const measured = await probe(rate);
    const { goodput } = measured;
    if (goodput > 0 && overloadOf(measured) === undefined) low = { perSecond: rate, goodput };
    // What is too much for a system that is still cold may be little for a warm one.
    else if (step === 1) continue;
    else high = rate;
    rate = told(next(low?.perSecond, high, estimate));
  }
  return low && { ...low, tooMuch: Number.isFinite(high) ? high : null };
}

function next(low: number | undefined, high: number, estimate: number): number {
  if (low === undefined) return high / 2;
  if (Number.isFinite(high)) return Math.sqrt(low * high);
  const isNear = low * GROWTH.far > estimate && low <= estimate * ESTIMATE.believedTo;
  return low * (isNear ? GROWTH.near : GROWTH.far);
}

/** What is offered is what is told. */
function told(rate: number): number {
  return Number(rate.toPrecision(3));
}

/** Two significant digits, rounded down: a rate that people can read, and no more than was found. */
export function readableRate(perSecond: number): number {
  const unit = 10 ** (Math.floor(Math.log10(perSecond)) - 1);
  return Number((Math.floor(perSecond / unit + 1e-9) * unit).toPrecision(2));
}
