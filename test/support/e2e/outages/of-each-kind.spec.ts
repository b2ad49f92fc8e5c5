import { describe, expect, it } from '@jest/globals';
import type { Part } from '@platform/profile';
import { Random } from '../random.js';
import { ofEachKind } from './of-each-kind.js';

describe('some of the outages', () => {
  const outage = (kind: 'service' | 'database' | 'broker', name: string) => ({
    part: { kind, name } as Part,
  });
  const outages = [
    ...['a', 'b', 'c', 'd'].map((name) => outage('service', name)),
    ...['a', 'b', 'c', 'd'].map((name) => outage('database', name)),
    outage('broker', 'broker'),
  ];

  it('are one of each kind and others up to the number, in their order, the same for the same seed', () => {
    for (let seed = 1; seed < 50; seed += 1) {
      const some = ofEachKind(outages, 5, new Random(seed));
      expect(some).toHaveLength(5);
      expect(new Set(some.map(({ part }) => part.kind)).size).toBe(3);
      expect(some).toEqual(outages.filter((each) => some.includes(each)));
      expect(ofEachKind(outages, 5, new Random(seed))).toEqual(some);
    }
  });

  it('are all of them where there are no more', () => {
    expect(ofEachKind(outages, 20, new Random(1))).toEqual(outages);
  });
});
