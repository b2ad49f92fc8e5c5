import { describe, expect, it } from '@jest/globals';

import { Shipment } from './shipment.js';

const address = { street: 'Main 1', city: 'Springfield', region: 'OR', postalCode: '97477', country: 'US' };
const parcel = (id: string) => ({
  id,
  productId: `product of ${id}`,
  sellerId: `seller of ${id}`,
  quantity: 2,
});
const shipmentOf = (...ids: string[]) => Shipment.create('order', 'customer', address, ids.map(parcel));
const types = (shipment: Shipment) => shipment.pullEvents().map(({ type }) => type);

describe('a shipment', () => {
  it('begins with every package shipped', () => {
    const shipment = shipmentOf('a', 'b');
    expect(shipment.state.status).toBe('created');
    expect(shipment.state.packages.map(({ status }) => status)).toEqual(['shipped', 'shipped']);
    expect(types(shipment)).toEqual(['shipment.created']);
  });

  it('is in transit from the first delivered package and delivered with the last', () => {
    const shipment = shipmentOf('a', 'b', 'c');
    shipment.pullEvents();
    shipment.deliver('b');
    expect(shipment.state.status).toBe('in-transit');
    expect(types(shipment)).toEqual(['shipment.package-delivered', 'shipment.in-transit']);
    shipment.deliver('a');
    expect(types(shipment)).toEqual(['shipment.package-delivered']);
    shipment.deliver('c');
    expect(shipment.state.status).toBe('delivered');
    expect(types(shipment)).toEqual(['shipment.package-delivered', 'shipment.delivered']);
  });

  it('goes through transit even when it is one package', () => {
    const shipment = shipmentOf('only');
    shipment.pullEvents();
    shipment.deliver('only');
    expect(types(shipment)).toEqual([
      'shipment.package-delivered',
      'shipment.in-transit',
      'shipment.delivered',
    ]);
  });

  it('delivers no package twice, and none of another shipment', () => {
    const shipment = shipmentOf('a', 'b');
    expect(shipment.deliver('a')).toBe(true);
    expect(shipment.deliver('a')).toBe(false);
    expect(shipment.deliver('elsewhere')).toBe(false);
    expect(shipment.version).toBe(3);
  });

  it('replayed from its events is the shipment it was', () => {
    const shipment = shipmentOf('a', 'b');
    shipment.deliver('b');
    const replayed = new Shipment('order');
    replayed.replay(shipment.pullEvents());
    expect([replayed.state, replayed.version]).toEqual([shipment.state, shipment.version]);
  });
});
