import type { Measured } from '@comparison/protocol';
import { overloadOf, paceOf } from './sustained.js';

export interface Saturation {
  /** The highest rate that was sustained, in transactions per second. */
  readonly perSecond: number;
  /** Checkouts per second that were completed then. */
  readonly goodput: number;
}

export interface Search {
  /** Where to begin, in transactions per second. */
  readonly first: number;
  /** Offers load at a rate, and waits until what it left is done. */
  readonly probe: (perSecond: number) => Promise<Measured>;
  /** No step is begun that would probably end later. */
  readonly limitMs: number;
  readonly now?: () => number;
}

/** Nearer than that the search does not come: a step is too short to tell. */
const CLOSE_ENOUGH = 1.12;
const LOWEST = 0.5;

/** Doubles until it is too much, halves until it is not, then goes between. @returns undefined when nothing was sustained */
export async function findSaturation(search: Search): Promise<Saturation | undefined> {
  const { now = () => performance.now(), limitMs, probe } = search;
  const began = now();
  let low: Saturation | undefined;
  let high = Number.POSITIVE_INFINITY;
  let rate = search.first;
  let longest = 0;
  while (
    now() - began + longest <= limitMs &&
    rate >= LOWEST &&
    high / (low?.perSecond ?? 0) > CLOSE_ENOUGH
  ) {
    const stepBegan = now();
    const measured = await probe(rate);
    longest = Math.max(longest, now() - stepBegan);
    const { decided, over } = paceOf(measured);
    if (overloadOf(measured) === undefined) low = { perSecond: rate, goodput: decided / over };
    else high = rate;
    rate = next(low?.perSecond, high);
  }
  return low;
}

function next(low: number | undefined, high: number): number {
  if (low === undefined) return high / 2;
  return high === Number.POSITIVE_INFINITY ? low * 2 : Math.sqrt(low * high);
}

/** Two significant digits, rounded down: a rate that people can read, and no more than was found. */
export function readableRate(perSecond: number): number {
  const unit = 10 ** (Math.floor(Math.log10(perSecond)) - 1);
  return Number((Math.floor(perSecond / unit + 1e-9) * unit).toPrecision(2));
}
