import { describe, expect, it } from '@jest/globals';
import type { Stock } from '../resources.js';
import { order } from '../testing/history.fixture.js';
import { answeredSnapshot } from './answered-snapshot.js';
import type { RestReader } from './rest-snapshot.js';
import type { Snapshot } from './snapshot.js';

const pieces = (productId: string, available: number): Stock => ({
  ...{ productId, productVersion: 1, available, reserved: 0, orderCount: 0, yearToDate: 0 },
});
const stored: Snapshot = {
  ...{ orders: [order('o-1'), order('o-2')], payments: [], shipments: [], customers: [] },
  ...{ dashboards: [], products: [], ledger: [] },
  stock: Array.from({ length: 10 }, (_, index) => pieces(`p-${index}`, 5)),
};

/** Answers of stock that there are nine, and of every order that it is approved, but what `fails`. */
class Answering implements RestReader {
  readonly asked: string[] = [];

  constructor(private readonly fails: (path: string) => boolean = () => false) {}

  get<Body>(path: string): Promise<Body> {
    this.asked.push(path);
    if (this.fails(path)) return Promise.reject(new Error(`${path} cannot be read: it answered 404`));
    const id = path.split('/').at(-1) ?? '';
    return Promise.resolve((path.startsWith('/stock') ? pieces(id, 9) : order(id)) as Body);
  }
}

describe('what the API answers', () => {
  it('takes the place of what is stored, for some of each kind, evenly spread', async () => {
    const { snapshot, reads, unreadable } = await answeredSnapshot(stored, new Answering(), 5);
    expect(snapshot.stock.map(({ available }) => available)).toEqual([9, 5, 9, 5, 9, 5, 9, 5, 9, 5]);
    expect([reads, unreadable]).toEqual([7, []]);
  });

  it('is found missing where it cannot be read, and all else is read nevertheless', async () => {
    const rest = new Answering((path) => path === '/orders/o-1');
    const { snapshot, reads, unreadable } = await answeredSnapshot(stored, rest, 5);
    expect(unreadable).toEqual([{ invariant: 'A1', what: '/orders/o-1 cannot be read: it answered 404' }]);
    expect([snapshot.orders, reads]).toEqual([stored.orders, 6]);
  });

  it('is not asked for for ever where nobody answers', async () => {
    const rest = new Answering((path) => path.startsWith('/stock'));
    const many = { ...stored, stock: Array.from({ length: 100 }, (_, index) => pieces(`p-${index}`, 5)) };
    const { unreadable } = await answeredSnapshot(many, rest, 100);
    expect(unreadable.length).toBeGreaterThanOrEqual(3);
    expect(rest.asked.length).toBeLessThan(40);
  });
});
