/** The log cannot be made what it was, and nobody but a person can say what it shall be. */
export class LogRefillError extends Error {
  override readonly name = 'LogRefillError';
}
