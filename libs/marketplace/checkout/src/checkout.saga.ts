import { RenewCart, ReopenCart, SealCart } from '@marketplace/cart/contract';
import { ApproveOrder, CloseOrder, OpenOrder, PlaceOrder } from '@marketplace/order/contract';
import { AbandonCharges, CallProvider, ConcludeCharge, PrepareCharge } from '@marketplace/payment/contract';
import { CreateShipment } from '@marketplace/shipment/contract';
import { ConfirmStock, ReleaseStock, ReserveStock } from '@marketplace/stock/contract';
import { defineSaga } from '@platform/saga';

import { beginCheckout, reservedItems } from './checkout-context.js';

/** The checkout: who does what, in which order, and how it is undone. How it is executed is the profile's choice. */
export const checkout = defineSaga('checkout', 1, beginCheckout)
  .subject('order', {
    begun: ({ orderId, customerId, currency }) => new OpenOrder({ orderId, customerId, currency }),
    take: (context) => context,
    failed: (context, { step, reason }) =>
      new CloseOrder({
        orderId: context.orderId,
        failedAt: step,
        reason,
        status: step === 'charge' ? 'payment-failed' : 'rejected',
        dropped: context.dropped,
        items: reservedItems(context),
      }),
    completed: ({ orderId }) => new ApproveOrder({ orderId }),
  })
  .step('seal', {
    at: 'cart',
    kind: 'compensatable',
    command: ({ orderId, customerId }) => new SealCart({ orderId, customerId }),
    take: (context, sealed) => ({
      ...context,
      ...sealed,
      shippingAddress: context.shippingAddress ?? sealed.shippingAddress,
    }),
    compensation: ({ orderId, customerId }) => new ReopenCart({ orderId, customerId }),
  })
  .step('reserve', {
    at: 'stock',
    kind: 'compensatable',
    command: ({ orderId, items }, { lastAsk }) =>
      new ReserveStock({
        orderId,
        items: items.map(({ productId, productVersion, quantity }) => ({
          productId,
          productVersion,
          quantity,
        })),
        lastAsk,
      }),
    take: (context, { reserved, dropped }) => ({ ...context, reserved, dropped }),
    takeRefusal: (context, { reserved, dropped }) => ({ ...context, reserved, dropped }),
    compensation: ({ orderId }) => new ReleaseStock({ orderId }),
  })
  .step('place', {
    at: 'order',
    kind: 'compensatable',
    command: (context) =>
      new PlaceOrder({ orderId: context.orderId, items: reservedItems(context), dropped: context.dropped }),
    take: (context, { lines, totalCents }) => ({ ...context, lines, totalCents }),
    // An order that was placed keeps its lines and totals when it fails: closing it is the subject's own reaction.
  })
  .external('charge', {
    at: 'payment',
    kind: 'pivot',
    prepare: ({ orderId, totalCents, currency, payment }) =>
      new PrepareCharge({ orderId, amountCents: totalCents, currency, ...payment }),
    call: ({ orderId, totalCents, currency, payment }, charge, timeoutMs) =>
      new CallProvider({
        charge,
        orderId,
        amountCents: totalCents,
        currency,
        method: payment.method,
        cardToken: payment.cardToken,
        timeoutMs,
      }),
    withoutCall: { status: 'captured', chargeId: '' },
    conclude: ({ orderId, totalCents, currency, payment, lines }, { attempt }, answer) =>
      new ConcludeCharge({
        orderId,
        attempt,
        amountCents: totalCents,
        currency,
        method: payment.method,
        vouchersCents: lines.map(({ voucherCents }) => voucherCents).filter((cents) => cents > 0),
        answer,
      }),
  })
  .step('confirm', {
    at: 'stock',
    kind: 'retriable',
    command: ({ orderId }) => new ConfirmStock({ orderId }),
  })
  .step('ship', {
    at: 'shipment',
    kind: 'retriable',
    command: ({ orderId, customerId, shippingAddress, lines }) =>
      new CreateShipment({
        orderId,
        customerId,
        address: known(shippingAddress),
        lines: lines.map(({ productId, sellerId, quantity }) => ({ productId, sellerId, quantity })),
      }),
  })
  .onCompleted('cart', ({ orderId, customerId }) => new RenewCart({ orderId, customerId }))
  .onFailed(
    'payment',
    ({ orderId, lines, totalCents, currency, payment }) =>
      new AbandonCharges({
        orderId,
        ...(lines.length > 0 && { charge: { orderId, amountCents: totalCents, currency, ...payment } }),
      }),
  )
  .build();

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A sealed cart carries an address.');
  return value;
}
