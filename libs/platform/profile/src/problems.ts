import { ProfileError, type ProfileProblem } from './profile-error.js';

export type KeyPath = readonly (string | number)[];

/** Where a profile came from, and where in it a key stands. */
export interface ProfileSource {
  readonly name: string;
  /** As shown to people. */
  readonly file: string;
  /** Line of the key, or of its nearest parent that is written down; 1 is the first. */
  lineOf(path: KeyPath): number | undefined;
}

/** Collects what is wrong, so that a person hears of everything at once. */
export class Problems {
  private readonly found: ProfileProblem[] = [];

  constructor(private readonly source: ProfileSource) {}

  add(path: KeyPath, problem: string, remedy: string): void {
    const line = this.source.lineOf(path);
    this.found.push({
      file: this.source.file,
      ...(line !== undefined && { line }),
      ...(path.length > 0 && { key: path.join('.') }),
      problem,
      remedy,
    });
  }

  get any(): boolean {
    return this.found.length > 0;
  }

  /** @throws ProfileError with everything found so far, if anything was */
  throwIfAny(): void {
    const [first, ...others] = this.found;
    if (first) throw new ProfileError([first, ...others]);
  }
}
