import type { Halt } from '../client/halt.js';
import type { Tally } from '../measure/tally.js';
import type { Crew } from './crew.js';

interface Playing {
  readonly crew: Crew;
  readonly tally: Tally;
  readonly halt: Halt;
  /** By `performance.now()`. */
  readonly began: number;
  readonly seconds: number;
}

const NOBODY_FREE_MS = 20;

/** Transactions begin on a fixed schedule, whatever becomes of the others; one that nobody is free for is dropped. */
export async function openLoop(
  { crew, tally, halt, began, seconds }: Playing,
  perSecond: number,
): Promise<void> {
  const total = Math.floor(seconds * perSecond);
  const dueAt = (index: number): number => began + (index * 1_000) / perSecond;
  for (let index = 0; index < total && !halt.isOver();) {
    for (; index < total && dueAt(index) <= performance.now(); index += 1) {
      tally.offer(dueAt(index));
      void crew.begin(index, dueAt(index));
    }
    await halt.until(index < total ? dueAt(index) : began + seconds * 1_000);
  }
}

/** Every client begins the next transaction of the list when its last one has ended. */
export async function closedLoop(
  { crew, tally, halt, began, seconds }: Playing,
  clients: number,
): Promise<void> {
  const end = began + seconds * 1_000;
  let index = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < end && !halt.isOver()) {
      tally.offer(performance.now());
      const playing = crew.begin(index++, undefined);
      await (playing ?? halt.pause(NOBODY_FREE_MS));
    }
  };
  for (let started = 0; started < clients; started += 1) void client();
  await halt.until(end);
}
