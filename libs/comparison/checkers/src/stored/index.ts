export { type CheckoutKey, readCheckoutKeys } from './checkout-keys.js';
export { cartRows, type CartState, customersOfSealedCarts, foldCart, orderOfSealedCart } from './carts.js';
export { foldOrder } from './order-fold.js';
export { readOrders } from './orders.js';
export { foldPayment, readPayments } from './payments.js';
export { foldProduct, readProducts, type StoredProduct } from './products.js';
export { foldShipment, readShipments } from './shipments.js';
export { foldStock, readStock } from './stock.js';
export { type Fold, isKeptAsEvents, type StoredEvent, streamsOf } from './streams.js';
