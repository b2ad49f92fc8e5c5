import { AggregateRoot } from '@platform/domain';

import type { Address, CustomerData, CustomerDetails, CustomerEvent } from '../contract/index.js';

export type PutOutcome = 'registered' | 'changed' | 'unchanged';

/** Somebody who buys. The state is `null` until they are registered. */
export class Customer extends AggregateRoot<CustomerData | null, CustomerEvent> {
  /** A customer who is not registered (yet). */
  static unknown(id: string): Customer {
    return new Customer(id, null, 0);
  }

  static restore(data: CustomerData, version: number): Customer {
    return new Customer(data.customerId, data, version);
  }

  /** Registers the customer, or changes what they said. The same details again change nothing. */
  put({ name, email, address }: CustomerDetails): PutOutcome {
    const data = { customerId: this.id, name, email, address };
    if (!this.state) {
      this.record({ type: 'customer.registered', data });
      return 'registered';
    }
    if (this.state.name === name && this.state.email === email && isSameAddress(this.state.address, address))
      return 'unchanged';
    this.record({ type: 'customer.changed', data });
    return 'changed';
  }

  /** The customer's state, for callers who know that they are registered. */
  get data(): CustomerData {
    if (!this.state) throw new Error(`Customer ${this.id} is not registered.`);
    return this.state;
  }

  protected override evolve(_state: CustomerData | null, event: CustomerEvent): CustomerData {
    return event.data;
  }
}

function isSameAddress(a: Address, b: Address): boolean {
  return (
    a.street === b.street &&
    a.city === b.city &&
    a.region === b.region &&
    a.postalCode === b.postalCode &&
    a.country === b.country
  );
}
