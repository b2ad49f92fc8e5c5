const CONDITIONS = ['if-match', 'if-none-match', 'if-unmodified-since', 'if-modified-since'];

/**
 * Whether doing a request twice is the same as doing it once, so that it may be sent again when its answer was lost. A PUT or
 * DELETE with a condition is not: the second time, the condition would be held against the change of the first.
 */
export function isRepeatable(method: string, headers: Readonly<Record<string, unknown>>): boolean {
  switch (method) {
    case 'GET':
    case 'HEAD':
    case 'OPTIONS':
    case 'TRACE':
      return true;
    case 'PUT':
    case 'DELETE':
      return !CONDITIONS.some((name) => name in headers);
    case 'POST':
      return 'idempotency-key' in headers;
    default:
      return false;
  }
}
