import { isInfrastructureError, isRetryable } from '@platform/persistence';

import { encode, newHistogram, record } from '../load/latencies.js';

export interface WriteStretch {
  readonly writes: number;
  /** Writes that waited for a lock or an answer for longer than the product lets anyone wait. */
  readonly givenUp: number;
  readonly perSecond: number;
  /** A histogram; see `percentiles`. */
  readonly latencies: string;
}

/** Each writer writes again as soon as it has written, for `seconds`. */
export async function writeStretch(
  writers: number,
  seconds: number,
  write: () => Promise<unknown>,
): Promise<WriteStretch> {
  const histogram = newHistogram();
  const began = performance.now();
  const until = began + seconds * 1_000;
  let [writes, givenUp] = [0, 0];
  const attempt = async (): Promise<boolean> => {
    try {
      await write();
      return true;
    } catch (error) {
      if (!isInfrastructureError(error) && !isRetryable(error)) throw error;
      return false;
    }
  };
  const writer = async (): Promise<void> => {
    for (let from = performance.now(); from < until;) {
      const isWritten = await attempt();
      const now = performance.now();
      if (isWritten) record(histogram, now - from);
      if (isWritten) writes += 1;
      else givenUp += 1;
      from = now;
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  const perSecond = writes / ((performance.now() - began) / 1_000);
  return { writes, givenUp, perSecond, latencies: encode(histogram) };
}
