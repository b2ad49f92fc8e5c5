import { z } from 'zod';
import { fieldErrors } from '../endpoint/field-errors.js';
import { strictSchema } from '../endpoint/strict-schema.js';
import { problem } from '../problems/problem.js';
import type { ProblemDetails } from '../problems/problem.js';
import { problemDetailsSchema } from '../problems/problem-schema.js';
import { refusalOf } from '../problems/problem-of.js';

export interface BatchResult {
  /** How many items were carried out. */
  readonly accepted: number;
  readonly rejected: readonly { readonly index: number; readonly problem: ProblemDetails }[];
}

/** The published shape of a batch's answer. */
export const batchResultSchema = z.object({
  accepted: z.int().min(0),
  rejected: z.array(z.object({ index: z.int().min(0), problem: problemDetailsSchema })),
});

/**
 * The body `{ items }` of a batch. It is published with `item` for its items but does not check them: `runBatch` does, one
 * by one, so that a wrong one rejects itself only. More than `maximum` of them is problem 413 `content-too-large`.
 */
export function batchBody(item: z.ZodType, maximum: number) {
  const items = z
    .array(z.unknown().meta({ published: item }))
    .check((context) => {
      if (context.value.length <= maximum) return;
      context.issues.push({
        code: 'custom',
        message: `must have at most ${maximum} items`,
        params: { problem: 'content-too-large' },
        input: context.value,
      });
    })
    .meta({ maxItems: maximum, description: 'Each is checked on its own: a wrong one rejects itself only.' });
  return z.object({ items });
}

/**
 * Carries out the items one after another. An item that breaks its schema, or that `carryOut` refuses with a problem or
 * a `DomainError`, is rejected with its index; any other error fails the whole batch.
 */
export async function runBatch<Item extends z.ZodType>(
  items: readonly unknown[],
  schema: Item,
  carryOut: (item: z.output<Item>) => Promise<unknown>,
): Promise<BatchResult> {
  const parse = strictParser(schema);
  const rejected: { index: number; problem: ProblemDetails }[] = [];
  for (const [index, item] of items.entries()) {
    try {
      await carryOut(parse(item));
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      rejected.push({ index, problem: refusal.details() });
    }
  }
  return { accepted: items.length - rejected.length, rejected };
}

function strictParser<Item extends z.ZodType>(schema: Item): (item: unknown) => z.output<Item> {
  const strict = strictSchema(schema);
  return (item) => {
    const parsed = strict.safeParse(item);
    if (parsed.success) return parsed.data;
    throw problem('validation', 'The item does not have the documented shape.', {
      errors: fieldErrors('body', parsed.error.issues),
    });
  };
}
