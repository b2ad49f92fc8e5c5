/** The broker did not take or answer something, which it may when asked again. */
export class BrokerUnreachableError extends Error {
  override readonly name = 'BrokerUnreachableError';
  /** By which those who retry know it for a failure of the infrastructure. */
  readonly code = 'EHOSTUNREACH';

  constructor(what: string, cause: unknown) {
    super(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
