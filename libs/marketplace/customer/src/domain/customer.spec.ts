import { describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import { Customer } from './customer.js';
import { someAddress, someCustomer } from './customer.fixture.js';

const registered = (details = someCustomer()) => {
  const customer = Customer.unknown(newId());
  customer.put(details);
  customer.pullEvents();
  return customer;
};

describe('a customer', () => {
  it('is registered by the first put', () => {
    const customer = Customer.unknown(newId());
    const details = someCustomer();
    expect(customer.put(details)).toBe('registered');
    expect(customer.pullEvents()).toEqual([
      { type: 'customer.registered', data: { customerId: customer.id, ...details } },
    ]);
  });

  it('is left alone by an identical put', () => {
    const details = someCustomer();
    const customer = registered(details);
    expect(customer.put({ ...details, address: { ...details.address } })).toBe('unchanged');
    expect([customer.version, customer.pullEvents()]).toEqual([1, []]);
  });

  it.each([
    { name: 'Grace' },
    { email: 'grace@example.org' },
    ...Object.keys(someAddress()).map((field) => ({ address: someAddress({ [field]: 'elsewhere' }) })),
  ])('is changed by a put with %j', (change) => {
    const details = someCustomer();
    const customer = registered(details);
    expect(customer.put({ ...details, ...change })).toBe('changed');
    expect(customer.pullEvents()).toEqual([
      { type: 'customer.changed', data: { customerId: customer.id, ...details, ...change } },
    ]);
  });

  it('is the same when replayed from its events', () => {
    const customer = Customer.unknown(newId());
    customer.put(someCustomer());
    customer.put(someCustomer());
    const replayed = Customer.unknown(customer.id);
    replayed.replay(customer.pullEvents());
    expect([replayed.state, replayed.version]).toEqual([customer.state, 2]);
  });
});
