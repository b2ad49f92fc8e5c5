import type { Halt } from '../client/halt.js';

const LOOKS = 12;
const FIRST_MS = 2;
const LONGEST_MS = 500;

/** Looks until something shows, ever less often, and a bounded number of times: what is delivered meanwhile never shows. */
export async function untilShown(halt: Halt, look: () => Promise<boolean>): Promise<void> {
  let pause = FIRST_MS;
  for (let looks = 1; !halt.isOver(); looks += 1) {
    if ((await look()) || looks === LOOKS) return;
    await halt.pause(pause);
    pause = Math.min(LONGEST_MS, pause * 2);
  }
}
