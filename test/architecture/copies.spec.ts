import { expect, test } from '@jest/globals';
import { catalogue } from '@marketplace/catalogue';
import { importedPackages } from './support/imported-packages.js';
import { read, sources } from './support/repository.js';

test('the copies that profiles are judged by are those that the consumers keep', () => {
  const followed = sources('libs/marketplace/*/src/integration/*.consumer.ts').flatMap((path) => {
    const at = String(path.split('/')[2]);
    return contractsIn(read(path)).map((of) => ({ at, of }));
  });
  const sorted = (pairs: readonly { at: string; of: string }[]) =>
    [...new Set(pairs.map(({ at, of }) => `${at} of ${of}`))].sort();
  expect(sorted(catalogue.copies)).toEqual(sorted(followed.filter(({ at, of }) => at !== of)));
});

function contractsIn(source: string): string[] {
  return importedPackages(source).flatMap((name) => /^@marketplace\/(.+)$/.exec(name)?.[1] ?? []);
}
