/** A replica takes connections but answers nothing, not even a health check. */
export class HangingError extends Error {
  override readonly name = 'HangingError';
}
