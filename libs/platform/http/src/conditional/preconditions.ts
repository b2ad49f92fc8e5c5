import { z } from 'zod';
import { problem } from '../problems/problem.js';
import { EntityTagCondition, entityTagListPattern } from './etag.js';

/** Schema of an If-Match or If-None-Match header; a malformed one is refused as invalid. Add `.optional()` where it may be left out. */
export const entityTagsHeader = z
  .string()
  .regex(entityTagListPattern, 'must be * or a list of entity tags such as "3"')
  .transform((header) => EntityTagCondition.parse(header));

/** The condition, or problem 428 `precondition-required` when the header was not sent. */
export function requireIfMatch(condition: EntityTagCondition | undefined): EntityTagCondition {
  if (!condition) {
    throw problem('precondition-required', 'Send If-Match with the ETag of the version you read.');
  }
  return condition;
}

/**
 * Throws problem 412 `precondition-failed` unless `current` satisfies the condition. No condition, no check.
 * @param current the resource's version or revision; `undefined` when it does not exist, which no condition matches
 */
export function checkIfMatch(
  condition: EntityTagCondition | undefined,
  current: string | number | undefined,
): void {
  if (!condition || condition.matches(current)) return;
  throw problem(
    'precondition-failed',
    current === undefined
      ? 'If-Match was sent, but there is no such resource.'
      : `The resource is at "${current}" now. Read it again before you change it.`,
  );
}

/** Whether a GET may be answered 304: the reader already holds `current`. */
export function isNotModified(
  ifNoneMatch: EntityTagCondition | undefined,
  current: string | number,
): boolean {
  return ifNoneMatch?.matchesWeakly(current) ?? false;
}
