/**
 * Someone else opened the same order in the same moment, when there was no row to lock yet. The code is that of a
 * serialization failure, so the outermost unit of work begins again.
 */
export class OrderConcurrencyError extends Error {
  override readonly name = 'OrderConcurrencyError';
  readonly code = '40001';

  constructor(id: string) {
    super(`Order ${id} was changed by someone else since it was loaded.`);
  }
}
