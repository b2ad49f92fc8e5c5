import { describe, expect, it } from '@jest/globals';
import type { DatabaseUse } from './database-use.js';
import { databasesBetween } from './databases-between.js';

const use = (name: string, more: Partial<DatabaseUse> = {}): DatabaseUse => ({
  ...{ name, server: `server of ${name}`, era: 'first', statements: 100, commits: 10, walBytes: 1_000 },
  ...{ messages: 5, connections: 1 },
  ...more,
});
const later = { statements: 130, commits: 14, walBytes: 1_500, messages: 7 };

describe('what databases counted between two readings', () => {
  it('adds them up', () => {
    const between = databasesBetween([use('one'), use('two')], [use('two', later), use('one', later)]);
    expect(between).toEqual({ statements: 60, commits: 8, walBytes: 1_000, messages: 4 });
  });

  it('counts the log of a server once that keeps several of them', () => {
    const both = (more = {}) => ['one', 'two'].map((name) => use(name, { server: 'shared', ...more }));
    expect(databasesBetween(both(), both(later))).toMatchObject({ walBytes: 500, messages: 4, commits: 8 });
  });

  it('leaves out what began anew with a restart, and nothing else', () => {
    const restarted = use('one', { ...later, era: 'second', statements: 120, commits: 12 });
    expect(databasesBetween([use('one')], [restarted])).toEqual({
      ...{ statements: null, commits: null, walBytes: 500, messages: 2 },
    });
  });

  it('never tells a negative amount, as after a database was set back', () => {
    const between = databasesBetween([use('one', later)], [use('one')]);
    expect(between).toEqual({ statements: null, commits: null, walBytes: null, messages: null });
  });

  it('tells nothing when one of them did not answer, or statements are not counted', () => {
    const nothing = { statements: null, commits: null, walBytes: null, messages: null };
    expect(databasesBetween([use('one'), undefined], [use('one'), use('two')])).toEqual(nothing);
    expect(databasesBetween([use('one')], [undefined])).toEqual(nothing);
    const uncounted = databasesBetween([use('one', { statements: null })], [use('one', later)]);
    expect(uncounted).toMatchObject({ statements: null, commits: 4 });
  });
});
