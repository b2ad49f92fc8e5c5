import { AggregateRoot } from '@platform/domain';

import type { SellerData, SellerDetails, SellerEvent } from '../contract/index.js';

export type PutOutcome = 'registered' | 'changed' | 'unchanged';

/** Somebody who sells. The state is `null` until they are registered. */
export class Seller extends AggregateRoot<SellerData | null, SellerEvent> {
  /** A seller who is not registered (yet). */
  static unknown(id: string): Seller {
    return new Seller(id, null, 0);
  }

  static restore(data: SellerData, version: number): Seller {
    return new Seller(data.sellerId, data, version);
  }

  /** Registers the seller, or changes what they said. The same details again change nothing. */
  put({ name, email, address }: SellerDetails): PutOutcome {
    const data = { sellerId: this.id, name, email, address };
    if (!this.state) {
      this.record({ type: 'seller.registered', data });
      return 'registered';
    }
    if (this.state.name === name && this.state.email === email && isSameAddress(this.state.address, address))
      return 'unchanged';
    this.record({ type: 'seller.changed', data });
    return 'changed';
  }

  /** The seller's state, for callers who know that they are registered. */
  get data(): SellerData {
    if (!this.state) throw new Error(`Seller ${this.id} is not registered.`);
    return this.state;
  }

  protected override evolve(_state: SellerData | null, event: SellerEvent): SellerData {
    return event.data;
  }
}

function isSameAddress(a: SellerData['address'], b: SellerData['address']): boolean {
  return (
    a.street === b.street &&
    a.city === b.city &&
    a.region === b.region &&
    a.postalCode === b.postalCode &&
    a.country === b.country
  );
}
