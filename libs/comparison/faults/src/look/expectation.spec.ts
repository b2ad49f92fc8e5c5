import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@marketplace/catalogue';
import { descriptionOf } from '../descriptions.fixture.js';
import { besideDeclines, compare, type Seen, wholly } from './expectation.js';
import { expectOutage, noWorseThanLoss, othersAnswer, unharmed } from './expect-outage.js';
import { ended } from './watched-checkout.js';

const served = new Map(catalogue.modules.map(({ name }) => [name, 'as ever']));
const well: Seen = {
  ...{ paths: '-', checkout: 'goes on', stands: 'decided', underWay: 'decided', behind: '-' },
  ...{ afterwards: wholly, served },
};

describe('what was foretold, compared with what happened', () => {
  const stock = expectOutage({ kind: 'database', name: 'stock' }, descriptionOf('modulith'));

  it('is a row for each thing that is foretold', () => {
    const seen = { ...well, paths: 'stock: 503', checkout: 'is taken', stands: 'reserve' };
    const rows = compare(stock, seen);
    expect(rows.map(({ what, predicted, agrees }) => [what, predicted, agrees])).toEqual([
      ['paths that answer otherwise', 'stock: 503', true],
      ['a checkout', 'is taken', true],
      ['stands before', 'reserve', true],
      ['copies behind', '-', true],
      ['afterwards', wholly, true],
    ]);
  });

  it('says what happened where that is something else', () => {
    const rows = compare(stock, { ...well, paths: 'all: 503' });
    expect(rows[0]).toEqual({
      what: 'paths that answer otherwise',
      ...{ predicted: 'stock: 503', observed: 'all: 503', agrees: false },
    });
    expect(rows.filter(({ agrees }) => agrees).map(({ what }) => what)).toEqual([
      ...['copies behind', 'afterwards'],
    ]);
  });

  it('finds what was lost or doubled', () => {
    for (const afterwards of [
      'approved, 2 orders, 2 charges',
      'approved, 1 order, 2 charges',
      'Error: Not within …',
    ])
      expect(
        compare(unharmed, { ...well, afterwards }).find(({ what }) => what === 'afterwards'),
      ).toMatchObject({
        agrees: false,
      });
  });

  it('lets a charge that was cut off for long end as the profile says', () => {
    const { afterwards } = expectOutage({ kind: 'service', name: 'payment' }, descriptionOf('hybrid'));
    const agrees = (observed: string) => afterwards?.agrees?.(observed, well);
    const failed = ended('payment-failed', 1, 0);
    expect([failed, wholly, `${failed} | ${wholly}`, ended('payment-failed', 1, 1)].map(agrees)).toEqual([
      ...[true, true, true, false],
    ]);
  });

  it('lets what the provider declines anyway be declined, and nothing else', () => {
    const { afterwards } = besideDeclines(unharmed);
    const agrees = (observed: string) => afterwards?.agrees?.(observed, well);
    const declined = ended('payment-failed', 1, 0);
    expect([declined, wholly, `${wholly} | ${declined}`].map(agrees)).toEqual([true, true, true]);
    expect([ended('payment-failed', 1, 1), `${declined} | Error: lost`].map(agrees)).toEqual([false, false]);
  });

  it('knows a part that hangs from one that is gone', () => {
    const part = { kind: 'service', name: 'marketplace' } as const;
    expect(expectOutage(part, descriptionOf('monolith')).paths?.says).toBe('all: no-connection');
    expect(expectOutage(part, descriptionOf('monolith'), 'hangs').paths?.says).toBe('all: hangs');
  });

  it('lets what a process that hangs had in hand be done later, and nothing else', () => {
    const checkoutOf = (kind: 'gateway' | 'service' | 'database', name: string, profile: string) =>
      expectOutage({ kind, name }, descriptionOf(profile), 'hangs').checkout?.says;
    expect([
      checkoutOf('gateway', 'gateway', 'replicas'),
      checkoutOf('service', 'cart', 'microservices-choreography'),
      checkoutOf('service', 'order', 'microservices-choreography'),
      checkoutOf('database', 'marketplace', 'monolith'),
    ]).toEqual([
      ...['is refused or is recorded, hangs', 'is refused or is recorded, 503'],
      ...['is recorded, 503', 'is refused'],
    ]);
  });

  it('lets a fault that may get little or much do anything between nothing and a loss', () => {
    const expected = noWorseThanLoss({ kind: 'database', name: 'stock' }, descriptionOf('modulith'));
    const whatFails = (seen: Partial<Seen>) =>
      compare(expected, { ...well, ...seen })
        .filter(({ agrees }) => !agrees)
        .map(({ what }) => what);
    const struck = new Map([...served, ['stock', '500 internal']]);
    expect(whatFails({})).toEqual([]);
    expect(whatFails({ served: struck, checkout: 'is taken', stands: 'reserve' })).toEqual([]);
    expect(
      whatFails({
        ...{ served: new Map([...struck, ['order', '503']]), checkout: 'is refused', stands: 'charge' },
        ...{ behind: 'seller of order', afterwards: 'approved, 2 orders, 2 charges' },
      }),
    ).toEqual(['paths that answer otherwise', 'a checkout', 'stands before', 'copies behind', 'afterwards']);
  });

  it('tells who else was struck', () => {
    const struck = new Map([...served, ['stock', '503'], ['cart', '503']]);
    expect(othersAnswer(struck, ['stock'])).toBe(false);
    expect(othersAnswer(struck, ['stock', 'cart'])).toBe(true);
  });
});
