import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { brokenRules } from './support/cruise.js';
import { read, repository } from './support/repository.js';

const TIMEOUT_MS = 60_000;

test(
  'every import in the repository keeps the rules',
  async () => {
    expect(await brokenRules(repository, 'apps', 'libs', 'test')).toEqual([]);
  },
  TIMEOUT_MS,
);

describe('among the fixtures', () => {
  let broken: string[];

  beforeAll(async () => {
    broken = await brokenRules(join(import.meta.dirname, 'fixtures'), 'apps', 'libs');
  }, TIMEOUT_MS);

  const rulesBrokenBy = (file: string): string[] =>
    broken.filter((line) => line.includes(`: ${file} → `)).map((line) => line.slice(0, line.indexOf(':')));

  test.each([
    ['no-unresolvable-import', 'libs/marketplace/cart/src/deep-import.ts'],
    ['no-relative-import-of-another-package', 'libs/marketplace/cart/src/relative-import-of-a-contract.ts'],
    ['module-only-through-its-contract', 'libs/marketplace/cart/src/inside-of-another-module.ts'],
    ['module-only-through-its-contract', 'libs/marketplace/cart/src/nest-module-of-another-module.ts'],
    ['no-module-imports-the-checkout', 'libs/marketplace/cart/src/checkout-from-a-module.ts'],
    ['domain-is-pure', 'libs/marketplace/cart/src/domain/nest-in-the-domain.ts'],
    ['domain-is-pure', 'libs/marketplace/cart/src/domain/typeorm-type-in-the-domain.ts'],
    ['domain-is-pure', 'libs/marketplace/cart/src/domain/node-in-the-domain.ts'],
    ['contract-shows-no-inside', 'libs/marketplace/cart/src/contract/contract-of-an-inside.ts'],
    ['platform-knows-no-marketplace', 'libs/platform/saga/src/platform-on-the-marketplace.ts'],
    ['comparison-looks-from-outside', 'libs/comparison/checkers/src/checker-on-what-it-checks.ts'],
    ['what-is-measured-knows-no-comparison', 'libs/platform/saga/src/platform-on-the-comparison.ts'],
    ['libraries-know-no-application', 'libs/platform/saga/src/library-on-an-application.ts'],
    ['provider-stands-outside', 'apps/payment-provider/src/provider-on-the-platform.ts'],
    ['product-runs-without-test-code', 'libs/platform/saga/src/test-code-in-the-product.ts'],
    ['no-circular-import', 'libs/platform/saga/src/circle-a.ts'],
  ])('%s is broken by %s', (rule, file) => {
    expect(rulesBrokenBy(file)).toContain(rule);
  });

  test('a pure domain class breaks none', () => {
    expect(rulesBrokenBy('libs/marketplace/cart/src/domain/pure.ts')).toEqual([]);
  });

  test('every rule is broken by one of them', () => {
    const rules = [...read('.dependency-cruiser.cjs').matchAll(/name: '([^']+)'/g)].map(([, name]) =>
      String(name),
    );
    expect([...new Set(broken.map((line) => line.slice(0, line.indexOf(':'))))]).toEqual(rules.sort());
  });
});
