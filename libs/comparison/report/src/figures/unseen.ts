import type { Latency } from '@comparison/protocol';
import { numberText } from './number-text.js';

/** How long changes stayed unseen in the worst run: so many of them were visible within that. */
export interface Unseen {
  readonly changes: number;
  /** Of them, in words: `99 of 100 that were`, or all where there are too few for that. */
  readonly share: string;
  readonly withinMs: number;
}

/** @param windows of each run. Null without any */
export function unseenOf(windows: readonly Latency[]): Unseen | null {
  if (windows.length === 0) return null;
  const changes = windows.reduce((sum, { count }) => sum + count, 0);
  const hasTail = windows.every(({ count }) => count >= 100);
  return {
    changes,
    share: hasTail
      ? '99 of 100 that were'
      : changes === 1
        ? 'the only one that was'
        : `all ${numberText(changes)} that were`,
    withinMs: Math.max(...windows.map(({ p99, max }) => (hasTail ? p99 : max))),
  };
}
