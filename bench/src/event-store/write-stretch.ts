import { encode, newHistogram, record } from '../load/latencies.js';

export interface WriteStretch {
  readonly writes: number;
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
  let writes = 0;
  const writer = async (): Promise<void> => {
    for (let from = performance.now(); from < until;) {
      await write();
      const now = performance.now();
      record(histogram, now - from);
      writes += 1;
      from = now;
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  return { writes, perSecond: writes / ((performance.now() - began) / 1_000), latencies: encode(histogram) };
}
