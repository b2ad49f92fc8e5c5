import type { Latency, Run } from '@comparison/protocol';

/** Of 95 %, in standard deviations. */
const Z = 1.96;

/**
 * Errors are logarithms: half of an interval of 95 %, so that 0.1 stands for from / 1.105 to x 1.105. They say how far a figure may be off
 * for no other reason than that so few were counted.
 */
export type LogError = number;

/** Of a share of all, by Wilson's interval: nothing lost of few is not yet nothing lost. Of none as if it were one. */
export function shareError(good: number, all: number): LogError {
  const [low, high] = shareInterval(Math.max(1, good), all);
  return low <= 0 ? Number.POSITIVE_INFINITY : Math.log(high / low) / 2;
}

/** Wilson's interval of 95 % for a share, 0 to 1. */
export function shareInterval(some: number, all: number): readonly [number, number] {
  if (all <= 0) return [0, 1];
  const [share, z2] = [some / all, Z ** 2 / all];
  const middle = share + z2 / 2;
  const width = Math.sqrt((share * (1 - share) * Z ** 2) / all + z2 ** 2 / 4);
  return [Math.max(0, (middle - width) / (1 + z2)), Math.min(1, (middle + width) / (1 + z2))];
}

/** Of a percentile: by the values that lie as many places above and below it as chance moves it. */
export function percentileError(latency: Latency, percentile: number): LogError {
  const share = percentile / 100;
  const width = Z * Math.sqrt((share * (1 - share)) / latency.count) * 100;
  const at = (where: number) => valueAt(latency, Math.min(100, Math.max(0, where)));
  const [low, high] = [at(percentile - width), at(percentile + width)];
  return low > 0 ? Math.log(high / low) / 2 : 0;
}

/** Of a saturation: it lies somewhere between the highest rate that was sustained and the lowest that was not. */
export function bracketError({ bracket }: Run): LogError {
  return bracket?.high == null ? 0 : Math.log(bracket.high / bracket.low);
}

/** Between the points of the curve it is a straight line. */
function valueAt({ curve, min, max }: Latency, percentile: number): number {
  const next = curve.findIndex(([known]) => known >= percentile);
  const [at, ms] = curve[next] ?? [100, max];
  const [before, less] = curve[next - 1] ?? [0, min];
  return at === before ? ms : less + ((ms - less) * (percentile - before)) / (at - before);
}

/** How many lie beyond a percentile at least before it says anything but which was the slowest. */
const BEYOND = 3;

/** Whether so many were counted that a percentile can be told: 300 for p99, 30 for p90. */
export function canTell(percentile: number, count: number): boolean {
  return count * (100 - percentile) >= BEYOND * 100;
}
