import './problems.js';

export { cardTokenSchema, looksLikeCardNumber } from './card-token.js';
export {
  cartItemSchema,
  type CartItemView,
  type CartStatus,
  cartStatusSchema,
  type CartView,
  cartViewSchema,
  MAX_ITEMS,
  MAX_QUANTITY,
  quantitySchema,
} from './cart-view.js';
export {
  type CheckoutBody,
  checkoutBodySchema,
  type CheckoutRequest,
  checkoutRequestSchema,
  MAX_INSTALLMENTS,
  type PaymentMethod,
  paymentMethodSchema,
  paymentRequestSchema,
} from './checkout-request.js';
export { RenewCart, ReopenCart, SealCart, type SealRefusal } from './commands.js';
export {
  CartAbandoned,
  type CartEvent,
  CartItemPut,
  CartItemRemoved,
  CartRenewed,
  CartReopened,
  CartSealed,
} from './events.js';
export { type SealedCart, sealedCartSchema, type SealedItem, sealedItemSchema } from './sealed-cart.js';
