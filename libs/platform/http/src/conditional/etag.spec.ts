import { describe, expect, it } from '@jest/globals';
import { EntityTagCondition, entityTagListPattern, etag } from './etag.js';
import { isNotModified } from './preconditions.js';

describe('entity tags', () => {
  it('are the version in quotes', () => {
    expect([etag(3), etag('1-2')]).toEqual(['"3"', '"1-2"']);
  });

  it.each(['*', '"3"', 'W/"3"', '"1","2"', '"1" ,\t"2"', '""', '"a,b"'])('reads %s', (header) => {
    expect(header).toMatch(entityTagListPattern);
  });

  it.each(['', '3', '"3', "'3'", 'w/"3"', '*, "3"', '"1" "2"', '"1",', '"a"b"'])('refuses %s', (header) => {
    expect(header).not.toMatch(entityTagListPattern);
  });

  it('match strongly for If-Match: a weak tag never does, nor anything for what does not exist', () => {
    const condition = EntityTagCondition.parse('"1", W/"2", "a,b"');
    expect([1, 2, 'a,b', 'a'].map((version) => condition.matches(version))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(EntityTagCondition.parse('*').matches(7)).toBe(true);
    expect(EntityTagCondition.parse('*').matches(undefined)).toBe(false);
  });

  it('match weakly for If-None-Match', () => {
    const condition = EntityTagCondition.parse('W/"2"');
    expect([isNotModified(condition, 2), isNotModified(condition, 3), isNotModified(undefined, 2)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
