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
