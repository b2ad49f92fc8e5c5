import { newId } from '@platform/domain';

import type { Address, CustomerDetails } from '../contract/index.js';

/** Details that differ from call to call in everything but the address. */
export function someCustomer(changes: Partial<CustomerDetails> = {}): CustomerDetails {
  const mark = newId();
  return { name: `Ada ${mark}`, email: `ada.${mark}@example.org`, address: someAddress(), ...changes };
}

export function someAddress(changes: Partial<Address> = {}): Address {
  return {
    street: 'Lange Gasse 1',
    city: 'Wien',
    region: 'Wien',
    postalCode: '1080',
    country: 'AT',
    ...changes,
  };
}
