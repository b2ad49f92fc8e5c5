import { describe, expect, it } from '@jest/globals';

import { messagesBehind, outOfRange, type PartitionOffsets } from './group-offsets.js';

describe('where a group stands', () => {
  const offsets = (committed: number | undefined, first = 10, end = 20): PartitionOffsets => ({
    topic: 't',
    partition: 0,
    first,
    end,
    committed,
  });

  it.each([
    [0, 20],
    [10, 10],
    [15, 5],
    [20, 0],
    [25, 0],
  ])('at %s of 10 to 20 is %s messages behind', (committed, behind) => {
    expect(messagesBehind(offsets(committed))).toBe(behind);
  });

  it('counts everything there is as lag of a group without a position', () => {
    expect(messagesBehind(offsets(undefined))).toBe(10);
  });

  it.each([10, 15, 20])('is in range at %s of 10 to 20', (position) => {
    expect(outOfRange(offsets(position), position)).toBeUndefined();
  });

  it('is out of range before the first message that is kept, after the end, and nowhere when messages were forgotten', () => {
    expect(outOfRange(offsets(9), 9)).toBe('it stands at 9, and the broker has forgotten what is before 10');
    expect(outOfRange(offsets(21), 21)).toBe("it stands at 21, and the broker's log ends at 20");
    expect(outOfRange(offsets(undefined), undefined)).toMatch(
      /^it has no position, and .* first 10 messages/,
    );
    expect(outOfRange(offsets(undefined, 0), undefined)).toBeUndefined();
  });
});
