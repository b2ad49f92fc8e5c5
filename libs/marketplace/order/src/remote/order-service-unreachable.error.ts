/** No replica of the service that hosts the orders can say anything of one. */
export class OrderServiceUnreachableError extends Error {
  override readonly name = 'OrderServiceUnreachableError';
  /** As for a host that cannot be reached: a failure of the infrastructure, worth another look. */
  readonly code = 'EHOSTUNREACH';

  constructor(failures: readonly unknown[]) {
    super(`The orders cannot be read: ${failures.map(String).join('; ')}.`);
  }
}
