/** A module must not be written as its database was restored; only a person can say that it may. */
export class RestoredModuleError extends Error {
  override readonly name = 'RestoredModuleError';

  constructor(module: string) {
    super(
      `Module "${module}" was restored from an older dump, and others know more of it than it does: ` +
        `run "whereabouts recover ${module}" to see what is missing and to let it start.`,
    );
  }
}
