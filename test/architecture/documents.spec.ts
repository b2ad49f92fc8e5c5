import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { read, repository, sources } from './support/repository.js';

const documents = ['README.md', ...sources('docs/**/*.md'), ...sources('apps/*/README.md')];
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

describe.each(documents)('%s', (document) => {
  const text = read(document);

  test('links to what exists', () => {
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) => String(target));
    expect(targets.filter((target) => !existsSync(join(repository, dirname(document), target)))).toEqual([]);
  });

  test('names npm scripts that exist', () => {
    const named = [...text.matchAll(/(?:^|`)npm (?:run )?([a-z:-]+)/gm)].map(([, name]) => String(name));
    const builtIn = ['ci', 'install', 'run'];
    expect(named.filter((name) => !(name in scripts) && !builtIn.includes(name))).toEqual([]);
  });
});
