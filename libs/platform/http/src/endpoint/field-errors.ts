import type { z } from 'zod';
import type { FieldError } from '../problems/problem.js';

type Issue = z.core.$ZodIssue;

const prefixes = { params: 'path', query: 'query', headers: 'header', body: '' } as const;

/** More would help nobody and cost much: a thousand broken items are not spelt out. */
const MAX_ERRORS = 50;

/** Zod's issues as fields and rules; `/items/0/quantity` in the body, `query/limit` elsewhere. */
export function fieldErrors(
  part: keyof typeof prefixes,
  issues: readonly Issue[],
  base: readonly PropertyKey[] = [],
): FieldError[] {
  return issues.flatMap((issue) => expand(part, issue, [...base, ...issue.path])).slice(0, MAX_ERRORS);
}

function expand(part: keyof typeof prefixes, issue: Issue, path: readonly PropertyKey[]): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: pointer(part, [...path, key]),
      rule: 'unknown',
      message: 'is not known here',
    }));
  }
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return [
    {
      field: pointer(part, path),
      rule: missing ? 'required' : ruleOf(issue),
      message: missing ? 'is required' : lowerFirst(issue.message),
    },
  ];
}

/** The kind of rule, in kebab-case: `too-small`, `invalid-format`. */
function ruleOf(issue: Issue): string {
  return issue.code.replaceAll('_', '-');
}

/** A JSON pointer (RFC 6901), below the name of the part for all but the body. */
function pointer(part: keyof typeof prefixes, path: readonly PropertyKey[]): string {
  const steps = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return `${prefixes[part]}${steps}` || 'body';
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
