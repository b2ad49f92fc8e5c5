/** A pause in ms that doubles with every try, with jitter; `tries` counts from 0. */
export function growingPause(firstMs: number, longestMs: number, tries: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(tries, 20)) * (0.75 + Math.random() / 2);
}
