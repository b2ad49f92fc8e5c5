import { newId } from '@platform/domain';

import type { SellerDetails } from '../contract/index.js';

/** Details that differ from call to call in everything but the address. */
export function someSeller(changes: Partial<SellerDetails> = {}): SellerDetails {
  const mark = newId();
  return { name: `Lamps ${mark}`, email: `lamps.${mark}@example.org`, address: someAddress(), ...changes };
}

export function someAddress(changes: Partial<SellerDetails['address']> = {}): SellerDetails['address'] {
  return {
    street: 'Lange Gasse 1',
    city: 'Wien',
    region: 'Wien',
    postalCode: '1080',
    country: 'AT',
    ...changes,
  };
}
