/** One thing that is wrong with a profile, in the parts of its sentence. */
export interface ProfileProblem {
  /** The file as a person would write it. */
  readonly file: string;
  readonly line?: number;
  /** Dotted path of the key, as in `services.stock.replicas`; absent when the file as a whole is meant. */
  readonly key?: string;
  readonly problem: string;
  /** What to change. */
  readonly remedy: string;
}

/** A profile that cannot be used. The message holds one sentence per problem, each on a line of its own. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';

  constructor(readonly problems: readonly [ProfileProblem, ...ProfileProblem[]]) {
    super(problems.map(sentence).join('\n'));
  }
}

function sentence({ file, line, key, problem, remedy }: ProfileProblem): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return `${key === undefined ? place : `${place}, ${key}`}: ${problem}; ${remedy}.`;
}
