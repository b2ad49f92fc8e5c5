import { describe, expect, it } from '@jest/globals';
import { isTraceparent } from './traceparent.js';

const trace = '0af7651916cd43dd8448eb211c80319c';

describe('a traceparent', () => {
  it('is taken when it is well-formed', () => {
    expect(isTraceparent(`00-${trace}-b7ad6b7169203331-01`)).toBe(true);
  });

  it.each([
    undefined,
    '',
    `ff-${trace}-b7ad6b7169203331-01`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `00-${trace.toUpperCase()}-b7ad6b7169203331-01`,
    `00-${trace}-b7ad6b7169203331-01\n`,
  ])('is ignored when it is %j', (header) => {
    expect(isTraceparent(header)).toBe(false);
  });
});
