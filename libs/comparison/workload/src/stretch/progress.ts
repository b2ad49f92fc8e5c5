import type { Second } from '@comparison/protocol';
import type { Timeline } from '../measure/timeline.js';

/** Tells every second of a stretch when it is over. @returns what ends it */
export function everySecond(timeline: Timeline, began: number, tell: (second: Second) => void): () => void {
  let told = 0;
  const timer = setInterval(() => {
    for (; began + (told + 1) * 1_000 <= performance.now(); told += 1) tell(timeline.second(told));
  }, 100);
  return () => clearInterval(timer);
}
