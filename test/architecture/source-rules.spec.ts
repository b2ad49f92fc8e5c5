import { describe, expect, test } from '@jest/globals';
import { violations } from './support/lint.js';
import { read, sources } from './support/repository.js';

const MAIN_LINES = 30;

describe('the sources', () => {
  test('break no lint rule of the architecture', () => {
    const found = ['libs/*/*/src/**/*.ts', 'apps/*/src/**/*.ts']
      .flatMap(sources)
      .flatMap((path) => violations(read(path), path).map((rule) => `${path}: ${rule}`));
    expect(found).toEqual([]);
  });

  test.each(sources('apps/*/src/main.ts'))('%s only composes', (path) => {
    expect(read(path).trimEnd().split('\n').length).toBeLessThan(MAIN_LINES);
  });

  test('are indeed read', () => {
    expect(sources('libs/platform/*/src/index.ts').length).toBeGreaterThan(3);
    expect(sources('apps/*/src/main.ts')).toContain('apps/payment-provider/src/main.ts');
  });
});

describe('the lint rules', () => {
  test.each([
    ['const options = { synchronize: true };', 'libs/platform/persistence/src/x.ts', 'no-restricted-syntax'],
    ["const options = { 'synchronize': true };", 'apps/service/src/x.ts', 'no-restricted-syntax'],
    ["console.log('here');", 'libs/marketplace/cart/src/x.ts', 'no-console'],
  ])('report %s in %s', (code, path, rule) => {
    expect(violations(code, path)).toEqual([rule]);
  });

  test.each([
    ['const options = { synchronize: false };', 'libs/platform/persistence/src/x.ts'],
    ["console.log('ready');", 'apps/cli/src/x.ts'],
  ])('let %s pass in %s', (code, path) => {
    expect(violations(code, path)).toEqual([]);
  });
});
