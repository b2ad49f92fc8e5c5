import { describe, expect, it } from '@jest/globals';

import { clusterId } from './kafka-files.js';

describe('the id of a new cluster', () => {
  it('never begins with a dash, which the storage tool would take for an option', () => {
    const draws = [0xf8, 0xfb, 0x10].map((first) => Buffer.alloc(16, first));
    const [dash, alsoDash, good] = draws.map((bytes) => bytes.toString('base64url'));
    expect([dash?.[0], alsoDash?.[0]]).toEqual(['-', '-']);
    let drawn = 0;
    expect(clusterId(() => draws[drawn++] ?? Buffer.alloc(0))).toBe(good);
  });
});
