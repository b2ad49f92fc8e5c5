import { createHash } from 'node:crypto';
import { problem } from '../problems/problem.js';

/** What a key is unique within: the same key on another method or path is another key. */
export interface IdempotencyScope {
  readonly method: string;
  /** The path as requested, without the query. */
  readonly path: string;
  readonly key: string;
}

export function scopeId({ method, path, key }: IdempotencyScope): string {
  return `${method} ${path} ${key}`;
}

/**
 * A digest of a request's body, to tell a retry from another request. Give it the validated body: schemas put the keys
 * into one order, so white space and the order in which a client writes its keys do not matter.
 */
export function fingerprintOf(body: unknown): string {
  let text: string;
  try {
    text = body === undefined ? '' : JSON.stringify(body);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw problem('validation', 'The body is nested too deeply.', { cause: error });
  }
  return createHash('sha256').update(text).digest('base64url');
}
