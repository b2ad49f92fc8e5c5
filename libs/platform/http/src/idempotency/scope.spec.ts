import { describe, expect, it } from '@jest/globals';
import { fingerprintOf } from './scope.js';

describe("a body's fingerprint", () => {
  it('tells one body from another, and none from null', () => {
    expect(fingerprintOf({ a: 1, b: [2] })).toBe(fingerprintOf({ a: 1, b: [2] }));
    expect(new Set([{ a: 1 }, { a: 2 }, { a: '1' }, null, undefined].map(fingerprintOf)).size).toBe(5);
  });

  it('of a body nested deeper than the stack is a refusal, not a failure', () => {
    const deep: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));
    expect(() => fingerprintOf(deep)).toThrow(expect.objectContaining({ type: 'validation', status: 400 }));
  });
});
