import type { Catalogue } from '@platform/profile';

/**
 * The marketplace as profiles see it. Kept apart from the modules, so that a profile is judged without loading them;
 * customer and seller keep only what they learn from others' events, so there is no stream of their own to keep.
 */
export const catalogue: Catalogue = {
  modules: [
    { name: 'cart', eventSourceable: true, paths: ['/carts'] },
    { name: 'product', eventSourceable: true, lists: 'products', paths: ['/products', '/products:batch'] },
    { name: 'stock', eventSourceable: true, paths: ['/stock', '/stock:batch'] },
    { name: 'order', eventSourceable: true, lists: 'orders', paths: ['/orders'] },
    { name: 'payment', eventSourceable: true, paths: ['/payments'] },
    { name: 'shipment', eventSourceable: true, paths: ['/shipments'] },
    { name: 'customer', eventSourceable: false, paths: ['/customers', '/customers:batch'] },
    { name: 'seller', eventSourceable: false, paths: ['/sellers', '/sellers:batch'] },
  ],
  saga: {
    name: 'checkout',
    subject: 'order',
    steps: [
      { name: 'seal', participant: 'cart', kind: 'compensatable', compensation: 'reopen' },
      { name: 'reserve', participant: 'stock', kind: 'compensatable', compensation: 'release' },
      { name: 'place', participant: 'order', kind: 'compensatable' },
      {
        name: 'charge',
        participant: 'payment',
        kind: 'pivot',
        external: 'the payment provider',
        givesUp: { afterSeconds: 30, as: 'payment-failed' },
      },
      { name: 'confirm', participant: 'stock', kind: 'retriable' },
      { name: 'ship', participant: 'shipment', kind: 'retriable' },
    ],
    onCompleted: ['cart'],
    onFailed: ['payment'],
  },
  copies: [
    { at: 'cart', of: 'product', what: 'offers and prices in carts' },
    { at: 'cart', of: 'customer', what: 'who is a customer, and where they live' },
    { at: 'stock', of: 'product', what: 'the product version of a stock row' },
    { at: 'customer', of: 'order', what: 'the counters of a customer' },
    { at: 'seller', of: 'order', what: "a seller's dashboard" },
    { at: 'order', of: 'shipment', what: 'whether an order is in transit or delivered' },
  ],
};
