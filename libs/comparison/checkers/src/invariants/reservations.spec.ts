import { describe, expect, it } from '@jest/globals';
import { order } from '../testing/history.fixture.js';
import { streamOf } from '../testing/stream.fixture.js';
import { reservedWhatIsOffered } from './reservations.js';

const followed = (productVersion: number, productStatus = 'active') =>
  ['stock.product-followed', { productVersion, productStatus }] as const;
const created = ['stock.created', { productVersion: 1, productStatus: 'active' }] as const;
const reserved = ['stock.reserved', { orderId: 'o-1', quantity: 2 }] as const;

/** The order is for version 1. */
const told = (stream: ReturnType<typeof streamOf>, sold = order('o-1')) =>
  reservedWhatIsOffered([sold], new Map([['oil', stream]]));

describe('P1, what is reserved', () => {
  it('is of the version that the stock is for, whatever comes later', () => {
    expect(told(streamOf(created, reserved, followed(2)))).toEqual([]);
  });

  it.each([
    ['replaced', followed(2), 'when the stock was for version 2, active'],
    ['withdrawn', followed(1, 'deleted'), 'when the stock was for version 1, deleted'],
  ])('is found to have been %s before', (_, before, what) => {
    expect(told(streamOf(created, before, reserved))).toEqual([
      { invariant: 'P1', what: expect.stringContaining(what) },
    ]);
  });

  it('is found not to have been reserved at all, if it was sold', () => {
    expect(told(streamOf(created))).toMatchObject([{ invariant: 'S2' }]);
    expect(told(streamOf(created), order('o-1', 'payment-failed'))).toEqual([]);
  });

  it('is not judged by what is left of a stream', () => {
    expect(told(streamOf(created, followed(2), reserved).slice(1))).toEqual([]);
  });
});
