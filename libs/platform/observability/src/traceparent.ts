const pattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Whether a header is a well-formed `traceparent` (W3C Trace Context, section 3.2); others are to be ignored. */
export function isTraceparent(header: unknown): header is string {
  return typeof header === 'string' && pattern.test(header);
}
