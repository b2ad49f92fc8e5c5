/**
 * Named places where a process may die. Product code reports that it reached one; only a test's composition passes an
 * adapter that does something about it.
 */
export abstract class CrashPoints {
  abstract reached(name: string): void | Promise<void>;
}

export class NoCrashPoints extends CrashPoints {
  override reached(): void {
    // Nobody is watching.
  }
}
