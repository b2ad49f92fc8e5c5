import { basename } from 'node:path';
import { expect, test } from '@jest/globals';
import { read, sources } from './support/repository.js';

const decisions = sources('docs/adr/[0-9]*.md');
const index = read('docs/adr/README.md');

test.each(decisions)('%s is listed in the index under its title and has every part', (path) => {
  const text = read(path);
  const [title] = text.split('\n');
  expect(index).toContain(`- [${String(title).slice('# '.length)}](${basename(path)})`);
  expect([...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual([
    'Context',
    'Options',
    'Decision',
    'Consequences',
  ]);
});

test('no two decisions share a number', () => {
  const numbers = decisions.map((path) => basename(path).slice(0, 4));
  expect(new Set(numbers).size).toBe(numbers.length);
});
