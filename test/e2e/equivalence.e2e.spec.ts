import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { businessState } from '../support/e2e/equivalence/business-state.js';
import { knownDifferences } from '../support/e2e/equivalence/known-differences.js';
import { Story } from '../support/e2e/equivalence/story.js';
import { type Marketplace, Random, sharedMarketplace } from '../support/e2e/index.js';
import { profileDescription } from '../support/e2e/profile.js';

const SEED = 20_260_101;
const golden = new URL('../support/e2e/equivalence/business-state.json', import.meta.url);

/** Where the data lives is no business of the business: the same story has the same end in every profile. */
describe('one story, told in any profile', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  it('ends in the same orders, totals, stock, payments, counters and dashboards', async () => {
    const story = new Story(at, new Random(SEED), { sellers: 3, customers: 5, products: 9, scenes: 60 });
    await story.play();
    const state = await businessState(at, story.roles);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, `${JSON.stringify(state, null, 1)}\n`);
    expect(state).toEqual(JSON.parse(readFileSync(golden, 'utf8')));
  });

  it('tells of every way in which a checkout can end', () => {
    const text = readFileSync(golden, 'utf8');
    for (const what of [
      'approved',
      'rejected',
      'payment-failed',
      'delivered',
      'out-of-stock',
      'unavailable',
      'deleted',
    ])
      expect(text).toContain(`"${what}"`);
  });
});

/** What no story ends in, and who looks at the right moment sees. */
describe('known differences between profiles', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterEach(() => at.provider.behave({}));
  afterAll(async () => {
    await at.quiescent();
    await at.close();
  });

  it.each(knownDifferences)('$name', async ({ where, isSeen }) => {
    const isExpected = where(profileDescription());
    expect(await isSeen(at, isExpected)).toBe(isExpected);
  });
});
