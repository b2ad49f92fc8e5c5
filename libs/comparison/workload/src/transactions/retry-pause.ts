const FIRST_MS = 200;
const LONGEST_MS = 5_000;

/** Before the next attempt, in ms: twice as long each time, with a share of chance so that not all come back at once. */
export function retryPause(attempt: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)) * (0.75 + Math.random() / 2);
}
