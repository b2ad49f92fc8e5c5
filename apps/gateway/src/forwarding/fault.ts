import { errors } from 'undici';

import { HangingError } from '../upstream/hanging-error.js';
import type { Failure } from './attempt.js';

/**
 * What is behind a failure: nobody listens (`refused`); the connection broke (`reset`); the replica was found hanging
 * (`hanging`); it lives but did not answer in time (`late`); or the request itself cannot be sent (`malformed`).
 */
export type Fault = 'refused' | 'reset' | 'hanging' | 'late' | 'malformed';

export function faultOf({ sent, error }: Failure): Fault {
  if (error instanceof HangingError) return 'hanging';
  if (error instanceof errors.InvalidArgumentError) return 'malformed';
  if (error instanceof errors.HeadersTimeoutError) return 'late';
  return sent ? 'reset' : 'refused';
}
