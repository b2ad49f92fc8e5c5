import type { Catalogue } from '@platform/profile';

/**
 * The marketplace as profiles see it. Kept apart from the modules, so that a profile is judged without loading them;
 * customer and seller keep only what they learn from others' events, so there is no stream of their own to keep.
 */
export const catalogue: Catalogue = {
  modules: [
    { name: 'cart', eventSourceable: true, paths: ['/carts'] },
    { name: 'product', eventSourceable: true, paths: ['/products', '/products:batch'] },
    { name: 'stock', eventSourceable: true, paths: ['/stock', '/stock:batch'] },
    { name: 'order', eventSourceable: true, paths: ['/orders'] },
    { name: 'payment', eventSourceable: true, paths: ['/payments'] },
    { name: 'shipment', eventSourceable: true, paths: ['/shipments'] },
    { name: 'customer', eventSourceable: false, paths: ['/customers', '/customers:batch'] },
    { name: 'seller', eventSourceable: false, paths: ['/sellers', '/sellers:batch'] },
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
