import { predicted } from '@comparison/faults';
import { describe, expect, it } from '@jest/globals';
import { profileDescription } from '../profile.js';
import { comparison } from './comparison.js';

describe('what an outage did', () => {
  it('is shown with what was said where something else happened', () => {
    const description = profileDescription('modulith');
    const outage = description.outages.find(({ part }) => part.kind === 'database' && part.name === 'stock');
    if (!outage) throw new Error('modulith has no database stock.');
    const expected = predicted(outage, description);
    const seen = { ...expected, checkout: 'goes on' };
    const [header, row] = comparison([
      ['the stock', expected, { sight: seen, ended: 'well', seconds: 1.23 }],
    ]);
    expect(header).toHaveLength(row?.length ?? 0);
    expect(row).toEqual([
      ...['the stock', 'stock: 503', 'goes on (SAID: is taken)', 'reserve', '-', '-', 'well', '1.2 s'],
    ]);
  });
});
