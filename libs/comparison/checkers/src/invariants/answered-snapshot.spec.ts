import { describe, expect, it } from '@jest/globals';
import { answeredSnapshot } from './answered-snapshot.js';
import type { Snapshot } from './snapshot.js';

const named = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `c-${n}`, paidOrders: n }));
const stored = {
  ...{ orders: [], payments: [{ orderId: 'o-1', amountCents: 5 }], shipments: [], stock: [], products: [] },
  ...{ customers: named(20), dashboards: [{ sellerId: 's-1' }], ledger: [] },
} as unknown as Snapshot;

/** Answers `{ path }` to all but what is said to be unreadable. */
const api = (unreadable: RegExp) => {
  const asked: string[] = [];
  return {
    asked,
    get: <Body>(path: string): Promise<Body> => {
      asked.push(path);
      return unreadable.test(path)
        ? Promise.reject(new Error(`${path} cannot be read: it answered 404`))
        : Promise.resolve({ path, items: [{ path }] } as Body);
    },
  };
};

describe('what the API answers of what is stored', () => {
  it('stands in place of what is stored', async () => {
    const { snapshot, reads, unreadable } = await answeredSnapshot(stored, api(/none/), 100);
    expect(snapshot.customers[3]).toMatchObject({ path: '/customers/c-3' });
    expect({ reads, unreadable }).toEqual({ reads: 22, unreadable: [] });
  });

  it('is a violation where it cannot be read, and everything else is judged all the same', async () => {
    const { snapshot, unreadable } = await answeredSnapshot(stored, api(/payments/), 100);
    expect(unreadable).toEqual([
      { invariant: 'A1', what: '/payments?orderId=o-1 cannot be read: it answered 404' },
    ]);
    expect(snapshot.payments).toEqual(stored.payments);
    expect(snapshot.dashboards[0]).toMatchObject({ path: '/sellers/s-1/dashboard' });
  });

  it('is not asked for any more when several of its kind cannot be read', async () => {
    const away = api(/customers/);
    const { snapshot, unreadable } = await answeredSnapshot(stored, away, 100);
    expect(unreadable).toHaveLength(3);
    expect(snapshot.customers).toEqual(stored.customers);
    expect(away.asked.filter((path) => path.startsWith('/customers/')).length).toBeLessThan(20);
  });
});
