import { newId } from '@platform/domain';

import type { SealedCart } from '../contract/index.js';
import type { Offer } from './offer.js';

export const someAddress: SealedCart['shippingAddress'] = {
  street: 'Rua das Flores 12',
  city: 'Porto',
  region: '',
  postalCode: '4050-262',
  country: 'PT',
};

export function someOffer(changes: Partial<Offer> = {}): Offer {
  return {
    productId: newId(),
    version: 1,
    revision: 1,
    sellerId: newId(),
    name: 'Kettle',
    priceCents: 1_500,
    freightCents: 300,
    currency: 'EUR',
    status: 'active',
    ...changes,
  };
}
