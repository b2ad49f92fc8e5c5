/**
 * The database of a log was restored from a dump under a process that lives, and the log is not settled: versions that it would give
 * next may be known to others. Nobody's fault that would be tried again at once: it lasts until the process has started anew.
 */
export class RestoredLogError extends Error {
  override readonly name = 'RestoredLogError';
  /** As of an object that is not in the state for it. */
  readonly code = '55000';

  constructor(module: string) {
    super(
      `The database of module "${module}" was restored from a dump while its service ran: nothing is written to it before the ` +
        'service has started anew.',
    );
  }
}

/** Another writer was faster: the stream is not at the version that the change was based on. */
export class StreamConcurrencyError extends Error {
  override readonly name = 'StreamConcurrencyError';
  /** As a serialization failure, which it is: a unit of work that meets it is begun again. */
  readonly code = '40001';

  constructor(
    readonly streamId: string,
    readonly expectedVersion: number,
    readonly actualVersion: number,
  ) {
    super(
      `Stream "${streamId}" is at version ${actualVersion}, not ${expectedVersion}; load it again and repeat the change.`,
    );
  }
}
