import type { OperationName, SeenOrders } from '@comparison/protocol';
import type { CartItem, DashboardEntry, Dashboard, OrderLine, OrderStatus } from '../resources.js';
import type { Operation } from './operation.js';

/** An order as an answer showed it. */
export interface SeenOrder {
  readonly id: string;
  readonly status: OrderStatus;
  readonly version: number;
  readonly number?: number;
  readonly lines: readonly Pick<OrderLine, 'productId' | 'productVersion' | 'quantity' | 'unitPriceCents'>[];
}

/** The order as it was seen before it was decided, if it was. */
export function undecidedOrderIn(operation: Operation): SeenOrder | undefined {
  const order = presentOrderIn(operation);
  if (!order || order.status === 'pending') return order;
  const { before } = order as SeenOrder & { readonly before?: SeenOrder };
  return before;
}

/** The order as it is when it is answered. */
export const presentOrderIn = (operation: Operation): SeenOrder | undefined =>
  isReplay(operation) ? undefined : orderIn(operation);

export type SeenItem = Pick<CartItem, 'productId' | 'productVersion' | 'quantity' | 'unitPriceCents'>;

export interface SeenCart {
  readonly status: 'open' | 'sealed';
  readonly items: readonly SeenItem[];
}

export interface SeenProduct {
  readonly revision: number;
  readonly version: number;
  readonly priceCents: number;
}

export interface SeenStock {
  readonly available: number;
  readonly reserved: number;
}

export interface SeenDashboard extends Partial<Omit<Dashboard, 'entries'>> {
  readonly entries: readonly (Pick<DashboardEntry, 'orderId' | 'productId'> &
    Partial<Omit<DashboardEntry, 'orderId' | 'productId'>>)[];
}

export interface SeenDelivery {
  readonly sellerId: string;
  readonly orderId: string;
  readonly packageId: string;
}

/** HTTP status of an answer; 0 without one. */
export function statusOf({ output }: Operation): number {
  return typeof output['status'] === 'number' ? output['status'] : 0;
}

/** The resource of a successful answer. */
export function bodyOf(operation: Operation): Readonly<Record<string, unknown>> | undefined {
  if (operation.type !== 'ok' || statusOf(operation) >= 300) return undefined;
  const { output } = operation;
  return isRecord(output['body']) ? output['body'] : undefined;
}

/** A checkout that was asked for again although it had been answered: it is answered as it was then, whatever has come since. */
export const isReplay = ({ input }: Operation): boolean => input['replay'] === true;

const ofOrders = new Set<OperationName>(['checkout', 'decided', 'read-order']);

/** The order that an answer shows, of those operations that show one; of a replay as it once was: see {@link isReplay}. */
export function orderIn(operation: Operation): SeenOrder | undefined {
  if (!ofOrders.has(operation.name)) return undefined;
  const body = bodyOf(operation);
  if (typeof body?.['status'] !== 'string' || typeof body['id'] !== 'string') return undefined;
  return { lines: [], ...body } as unknown as SeenOrder;
}

/** A change of a cart is answered with the cart. */
export const cartIn = (operation: Operation): SeenCart | undefined =>
  (read(operation, 'read-cart', 'items') ?? read(operation, 'put-item', 'items')) as SeenCart | undefined;
export const productIn = (operation: Operation): SeenProduct | undefined =>
  read(operation, 'read-product', 'revision') as SeenProduct | undefined;
export const changedProductIn = (operation: Operation): SeenProduct | undefined =>
  (read(operation, 'change-price', 'revision') ?? read(operation, 'replace-product', 'revision')) as
    SeenProduct | undefined;
export const stockIn = (operation: Operation): SeenStock | undefined =>
  read(operation, 'read-stock', 'reserved') as SeenStock | undefined;
export const dashboardIn = (operation: Operation): SeenDashboard | undefined =>
  read(operation, 'dashboard', 'entries') as SeenDashboard | undefined;
/** A customer's orders, newest first as they are listed. */
export const listIn = (operation: Operation): SeenOrders | undefined =>
  read(operation, 'read-orders', 'items') as SeenOrders | undefined;
export const deliveriesIn = (operation: Operation): readonly SeenDelivery[] =>
  (read(operation, 'deliver', 'delivered')?.['delivered'] ?? []) as readonly SeenDelivery[];

/** A member of what was asked for, as text. */
export function asked({ input }: Operation, member: string): string {
  const value = input[member];
  return typeof value === 'string' ? value : '';
}

function read(
  operation: Operation,
  name: OperationName,
  needs: string,
): Readonly<Record<string, unknown>> | undefined {
  if (operation.name !== name) return undefined;
  const body = bodyOf(operation);
  return body && needs in body ? body : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
