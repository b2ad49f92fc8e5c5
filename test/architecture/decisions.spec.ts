import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectUpToDate } from './support/generated-document.js';
import { read, sources } from './support/repository.js';

const INDEX = 'docs/adr/README.md';
const decisions = sources('docs/adr/[0-9]*.md').map((path) => ({
  file: basename(path),
  lines: read(path).split('\n'),
}));

describe('the decisions', () => {
  test(`are all listed in ${INDEX} (npm run docs lists them anew)`, () => {
    expectUpToDate(INDEX, index());
  });

  test.each(decisions)('$file has every part', ({ file, lines }) => {
    expect(lines[0]).toMatch(new RegExp(`^# ${file.slice(0, 4)} — \\S`));
    expect(lines[2]).toMatch(/^Date: \d{4}-\d\d-\d\d · Status: \S/);
    expect(lines.filter((line) => line.startsWith('## '))).toEqual([
      '## Context',
      '## Options',
      '## Decision',
      '## Consequences',
    ]);
  });

  test('have a number each', () => {
    const numbers = decisions.map(({ file }) => file.slice(0, 4));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

function index(): string {
  return [
    '# Decisions',
    '',
    'What a newcomer would question, each on one page: the context, the options, the decision and what follows from it. A',
    'decision that is taken back keeps its number and says which one replaced it.',
    '',
    ...decisions.map(({ file, lines }) => `- [${String(lines[0]).replace(/^# /, '')}](${file})`),
    '',
  ].join('\n');
}
