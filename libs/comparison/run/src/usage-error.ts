/** What was asked for cannot be done; the message is one sentence that says why and what to change. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
