import { expect, it } from '@jest/globals';

import { Complaints } from './complaints.js';

it('complains of the first failure in a row, and again after a while', () => {
  let now = 0;
  const heard: unknown[] = [];
  const complaints = new Complaints(
    (error) => heard.push(error),
    () => now,
  );
  for (now = 0; now <= 60_000; now += 1_000) complaints.failed(now);
  expect(heard).toEqual([0, 30_000, 60_000]);
  complaints.went();
  complaints.failed('again');
  expect(heard.at(-1)).toBe('again');
});
