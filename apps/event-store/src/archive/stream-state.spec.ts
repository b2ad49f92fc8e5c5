import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  fromMultirange,
  has,
  missing,
  NEW_STREAM,
  type StreamState,
  toMultirange,
  withVersion,
} from './stream-state.js';

const after = (versions: readonly number[]): StreamState =>
  versions.reduce(
    (state, version) => (has(state, version) ? state : withVersion(state, version)),
    NEW_STREAM,
  );

describe('what is known of a stream', () => {
  it('is the set of versions that came, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 })), (versions) => {
        const state = after(versions);
        const highest = Math.max(0, ...versions);
        const all = Array.from({ length: 32 }, (_, index) => index + 1);
        expect(all.filter((version) => has(state, version))).toEqual(
          all.filter((version) => versions.includes(version)),
        );
        expect(missing(state)).toBe(highest - new Set(versions).size);
        expect(state).toEqual(after([...versions].sort((a, b) => b - a)));
        expect(fromMultirange(toMultirange(state.gaps))).toEqual(state.gaps);
      }),
    );
  });

  it('names what lies before the first version that came', () => {
    expect(after([4, 2])).toEqual({
      highest: 4,
      gaps: [
        { from: 1, to: 1 },
        { from: 3, to: 3 },
      ],
    });
  });
});
