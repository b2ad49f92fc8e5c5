/** A handler refused a message, or the message could not be opened: about this message, not about the database. */
export class HandlerFailure extends Error {
  override readonly name = 'HandlerFailure';

  constructor(
    /** Place of the message in its batch. */
    readonly index: number,
    cause: unknown,
  ) {
    super(describeFailure(cause), { cause });
  }
}

/** One line for people who decide about a parked message; no stack. */
export function describeFailure(error: unknown): string {
  if (error instanceof HandlerFailure) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
