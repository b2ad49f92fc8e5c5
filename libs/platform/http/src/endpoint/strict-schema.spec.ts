import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { strictSchema } from './strict-schema.js';

const inner = z.object({ a: z.string() });

describe('a strict schema', () => {
  it.each([
    ['at the top', inner, { a: 'x', b: 1 }],
    ['in a property', z.object({ inner }), { inner: { a: 'x', b: 1 } }],
    ['in an array', z.array(inner), [{ a: 'x', b: 1 }]],
    ['in an optional', z.object({ inner: inner.optional() }), { inner: { a: 'x', b: 1 } }],
    ['in a nullable', inner.nullable(), { a: 'x', b: 1 }],
    ['behind a default', inner.default({ a: 'd' }), { a: 'x', b: 1 }],
    ['in a union', z.union([z.string(), inner]), { a: 'x', b: 1 }],
    [
      'in a discriminated union',
      z.discriminatedUnion('a', [z.object({ a: z.literal('x') })]),
      { a: 'x', b: 1 },
    ],
    ['before a transform', inner.transform(({ a }) => a), { a: 'x', b: 1 }],
  ])('refuses unknown keys %s', (_where, schema: z.ZodType, value) => {
    expect(schema.safeParse(value).success).toBe(true);
    expect(strictSchema(schema).safeParse(value).success).toBe(false);
  });

  it('keeps refinements, defaults and transforms', () => {
    const schema = strictSchema(
      z
        .object({ n: z.int().default(3), m: z.int() })
        .refine(({ n, m }) => n < m, 'n must be below m')
        .transform(({ n, m }) => m - n),
    );
    expect(schema.parse({ m: 5 })).toBe(2);
    expect(schema.safeParse({ m: 1 }).success).toBe(false);
  });

  it('leaves alone an object that welcomes other keys', () => {
    expect(strictSchema(z.looseObject({ a: z.string() })).parse({ a: 'x', b: 1 })).toEqual({ a: 'x', b: 1 });
  });
});
