import { describe, expect, it } from '@jest/globals';
import { parsePrefer } from './prefer.js';

describe('the Prefer header', () => {
  it.each([
    [undefined, 10, false, undefined],
    ['', 10, false, undefined],
    ['wait=5', 5, false, 'wait=5'],
    ['wait = 5', 5, false, 'wait=5'],
    ['WAIT="7"', 7, false, 'wait=7'],
    ['wait=0', 0, false, 'wait=0'],
    ['wait=3600', 30, false, 'wait=30'],
    ['respond-async', 10, true, 'respond-async'],
    ['respond-async, wait=2', 2, true, 'respond-async, wait=2'],
    ['wait=2; foo="a,b;c", respond-async', 2, true, 'respond-async, wait=2'],
    ['foo="wait=9, respond-async", wait=3', 3, false, 'wait=3'],
    ['foo="a\\",wait=9", wait=3', 3, false, 'wait=3'],
    ['wait=4, wait=9', 4, false, 'wait=4'],
    ['wait=soon, respond-async', 10, true, 'respond-async'],
    ['wait=-1', 10, false, undefined],
    ['wait=1.5', 10, false, undefined],
    ['@@@, wait=6', 6, false, 'wait=6'],
    ['respond-async=no', 10, false, undefined],
    [',,wait=8,', 8, false, 'wait=8'],
  ])('%j asks to wait %i seconds, async %j', (header, waitSeconds, respondAsync, applied) => {
    expect(parsePrefer(header)).toEqual({ waitSeconds, respondAsync, applied });
  });

  it('is read in linear time, whatever it holds', () => {
    const started = performance.now();
    parsePrefer(`a=${'";'.repeat(4000)}`);
    parsePrefer(`a${' ;'.repeat(4000)}`);
    parsePrefer(`a;${'"\\'.repeat(4000)}`);
    parsePrefer('a '.repeat(4000));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
