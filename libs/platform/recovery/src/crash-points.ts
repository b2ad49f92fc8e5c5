/** Whom it is told to that a part has begun or ended: a place where a process may die, if a test's composition says so. */
export interface CrashPoints {
  reached(place: string): void | Promise<void>;
}
