/** A module must not be written as its database was restored; only a person can say that it may. */
export class RestoredModuleError extends Error {
  override readonly name = 'RestoredModuleError';

  constructor(module: string) {
    super(
      `Module "${module}" was restored from a dump, which others may have gone beyond: ` +
        `run "whereabouts recover ${module}" to see what is missing and to let it start.`,
    );
  }
}
