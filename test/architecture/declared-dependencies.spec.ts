import { dirname } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { importedPackages } from './support/imported-packages.js';
import { read, sources } from './support/repository.js';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifest = (path: string) => JSON.parse(read(path)) as Manifest;
const TEST_CODE = /\.(?:spec|contract|fixture)\.(?:ts|mjs)$|\/testing[/.]/;
const packages = [...sources('apps/*/package.json'), ...sources('libs/*/*/package.json')].map((path) => ({
  directory: dirname(path),
  ...manifest(path),
}));
const root = manifest('package.json');
const versions: Readonly<Record<string, string>> = {
  ...root.dependencies,
  ...root.devDependencies,
  ...Object.fromEntries(packages.map(({ name }) => [name, '*'])),
};
/** What every test may use. */
const testTools = ['@jest/globals'];

describe.each(packages)('$name', ({ directory, name, dependencies = {}, devDependencies = {} }) => {
  const files = [...sources(`${directory}/src/**/*.ts`), ...sources(`${directory}/src/**/*.mjs`)];
  const importedBy = (wanted: (file: string) => boolean) =>
    new Set(files.filter(wanted).flatMap((file) => importedPackages(read(file))));

  test('declares what it imports', () => {
    const product = importedBy((file) => !TEST_CODE.test(file));
    const tests = importedBy((file) => TEST_CODE.test(file));
    const undeclared = (used: Set<string>, ...declared: string[]) =>
      [...used].filter((used) => used !== name && !declared.includes(used));
    expect(undeclared(product, ...Object.keys(dependencies))).toEqual([]);
    expect(
      undeclared(tests, ...testTools, ...Object.keys(dependencies), ...Object.keys(devDependencies)),
    ).toEqual([]);
  });

  test('uses what it declares', () => {
    const texts = files.map(read);
    const declared = Object.keys({ ...dependencies, ...devDependencies });
    expect(declared.filter((name) => !texts.some((text) => new RegExp(`['\`]${name}`).test(text)))).toEqual(
      [],
    );
  });

  test("takes siblings from the workspace, and the root's version of everything else", () => {
    const declared = { ...dependencies, ...devDependencies };
    expect(declared).toEqual(
      Object.fromEntries(Object.keys(declared).map((name) => [name, versions[name] ?? 'not at the root'])),
    );
  });
});

test('imports are found in every form', () => {
  const source = `import a from 'a/deep'; import type { B } from '@b/b'; export * from 'c'; import 'd';
    const e = await import('e'); import f from './f.js'; import g from 'node:fs';`;
  expect(importedPackages(source)).toEqual(['a', '@b/b', 'c', 'd', 'e']);
});
