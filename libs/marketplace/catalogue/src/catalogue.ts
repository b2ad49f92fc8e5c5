import type { Catalogue } from '@platform/profile';

/**
 * The marketplace as profiles see it. Kept apart from the modules, so that a profile is judged without loading them;
 * customer and seller keep only what they learn from others' events, so there is no stream of their own to keep.
 */
export const catalogue: Catalogue = {
  modules: [
    { name: 'cart', eventSourceable: true },
    { name: 'product', eventSourceable: true },
    { name: 'stock', eventSourceable: true },
    { name: 'order', eventSourceable: true },
    { name: 'payment', eventSourceable: true },
    { name: 'shipment', eventSourceable: true },
    { name: 'customer', eventSourceable: false },
    { name: 'seller', eventSourceable: false },
  ],
  saga: {
    name: 'checkout',
    subject: 'order',
    steps: [
      { name: 'seal', participant: 'cart', kind: 'compensatable' },
      { name: 'reserve', participant: 'stock', kind: 'compensatable' },
      { name: 'place', participant: 'order', kind: 'compensatable' },
      { name: 'charge', participant: 'payment', kind: 'pivot', external: 'the payment provider' },
      { name: 'confirm', participant: 'stock', kind: 'retriable' },
      { name: 'ship', participant: 'shipment', kind: 'retriable' },
    ],
    onCompleted: ['cart'],
  },
};
