/** The published JSON shapes. Amounts are integer cents, times RFC 3339 in UTC. */

export interface Address {
  street: string;
  city: string;
  region: string;
  postalCode: string;
  country: string;
}

export interface Party {
  id: string;
  name: string;
  email: string;
  address: Address;
}

export interface Customer extends Party {
  paidOrders: number;
  failedOrders: number;
  deliveredOrders: number;
}

export type Seller = Party;

export interface ProductDetails {
  sellerId: string;
  name: string;
  sku: string;
  category: string;
  description: string;
  priceCents: number;
  freightCents: number;
  currency: string;
}

export interface Product extends ProductDetails {
  id: string;
  status: 'active' | 'deleted';
  version: number;
  revision: number;
}

export interface Stock {
  productId: string;
  productVersion: number;
  available: number;
  reserved: number;
  orderCount: number;
  yearToDate: number;
}

export interface CartItem {
  productId: string;
  sellerId: string;
  name: string;
  quantity: number;
  unitPriceCents: number;
  freightCents: number;
  voucherCents: number;
  productVersion: number;
}

export interface Cart {
  customerId: string;
  status: 'open' | 'sealed';
  items: CartItem[];
}

export type OrderStatus = 'pending' | 'approved' | 'rejected' | 'payment-failed' | 'in-transit' | 'delivered';

export interface OrderLine extends CartItem {
  totalCents: number;
}

export interface Order {
  id: string;
  customerId: string;
  number: number;
  status: OrderStatus;
  statusHistory: { status: OrderStatus; at: string; reason?: string }[];
  lines: OrderLine[];
  dropped: { productId: string; reason: 'unavailable' | 'out-of-stock' }[];
  itemsCents: number;
  freightCents: number;
  voucherCents: number;
  totalCents: number;
  currency: string;
  version: number;
  createdAt: string;
  updatedAt: string;
}

export type PaymentMethod = 'credit-card' | 'debit-card' | 'boleto';

export interface Payment {
  orderId: string;
  status: 'captured' | 'declined' | 'refunded';
  providerReference: string | null;
  lines: { type: PaymentMethod | 'voucher'; amountCents: number }[];
}

export interface Shipment {
  orderId: string;
  status: 'created' | 'in-transit' | 'delivered';
  packages: {
    id: string;
    productId: string;
    sellerId: string;
    quantity: number;
    status: 'shipped' | 'delivered';
  }[];
}

export interface DashboardEntry {
  orderId: string;
  productId: string;
  status: 'approved' | 'in-transit';
  quantity: number;
  amountCents: number;
  freightCents: number;
  voucherCents: number;
  totalCents: number;
}

export interface Dashboard {
  sellerId: string;
  orders: number;
  items: number;
  amountCents: number;
  freightCents: number;
  voucherCents: number;
  invoiceCents: number;
  entries: DashboardEntry[];
}

export interface Page<Item> {
  items: Item[];
  nextCursor?: string;
}

export interface BatchResult {
  accepted: number;
  rejected: { index: number; problem: Problem }[];
}

/** Problem details (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string;
  errors?: { field: string; rule: string; message: string }[];
}

export interface LedgerEntry {
  id: string;
  type: 'charge' | 'refund';
  orderId: string;
  idempotencyKey: string;
  amountCents: number;
  currency: string;
  status: 'captured' | 'declined' | 'refunded';
  chargeId?: string;
  at: string;
}

/** What the stand-in provider can be told to do; what is left out takes its default. */
export interface Behaviour {
  declineRate?: number;
  delayMs?: number;
  hangRate?: number;
  loseReplyRate?: number;
  seed?: number;
}

const decided: ReadonlySet<OrderStatus> = new Set([
  'approved',
  'rejected',
  'payment-failed',
  'in-transit',
  'delivered',
]);
const approved: ReadonlySet<OrderStatus> = new Set(['approved', 'in-transit', 'delivered']);

export const isDecided = ({ status }: Pick<Order, 'status'>): boolean => decided.has(status);

/** Approved, whatever has been delivered of it since. */
export const isApproved = ({ status }: Pick<Order, 'status'>): boolean => approved.has(status);
