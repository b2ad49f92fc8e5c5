import type {
  Cart,
  CartItem,
  Customer,
  Dashboard,
  Order,
  Page,
  Product,
  Stock,
} from '@comparison/checkers/stored';
import type { Marketplace } from '../marketplace.js';
import type { Roles } from './story.js';

/**
 * All that the business would call its state, as REST tells it: no id, no time, nothing that depends on when it happened. Equal
 * for equal stories, wherever the data lives.
 */
export async function businessState({ client, shop }: Marketplace, roles: Roles): Promise<object> {
  const names = new Map<string, string>();
  for (const [role, ids] of Object.entries(roles) as [string, readonly string[]][])
    ids.forEach((id, index) => names.set(id, `${role.slice(0, -1)} ${index}`));
  const named = (id: string): string => names.get(id) ?? 'a stranger';
  const orderNames = new Map<string, string>();

  const customers: object[] = [];
  for (const id of roles.customers) {
    const { paidOrders, failedOrders, deliveredOrders } = await client.get<Customer>(`/customers/${id}`);
    const cart = await client.get<Cart>(`/carts/${id}`);
    const orders = (await client.get<Page<Order>>(`/orders?customerId=${id}&limit=100`)).items;
    for (const order of orders) orderNames.set(order.id, `${named(id)}, order ${order.number}`);
    customers.push({
      customer: named(id),
      ...{ paidOrders, failedOrders, deliveredOrders },
      cart: { status: cart.status, items: cart.items.map(withoutIds(named)) },
      orders: await Promise.all(orders.map((order) => orderState(shop, order, named))),
    });
  }
  const products: object[] = [];
  for (const id of roles.products) {
    const { status, version, revision, priceCents } = await client.get<Product>(`/products/${id}`);
    const { productId, ...stock } = await client.get<Stock>(`/stock/${id}`);
    products.push({ product: named(productId), status, version, revision, priceCents, stock });
  }
  const sellers: object[] = [];
  for (const id of roles.sellers) {
    const { sellerId, entries, ...sums } = await client.get<Dashboard>(`/sellers/${id}/dashboard`);
    const lines = entries.map(({ orderId, productId, ...entry }) => ({
      ...{ order: orderNames.get(orderId) ?? 'unknown', product: named(productId) },
      ...entry,
    }));
    const key = ({ order, product }: (typeof lines)[number]): string => `${order} ${product}`;
    sellers.push({
      seller: named(sellerId),
      ...sums,
      entries: lines.sort((a, b) => key(a).localeCompare(key(b))),
    });
  }
  return { customers, products, sellers };
}

type Reader = Pick<Marketplace['shop'], 'payments' | 'shipments'>;

async function orderState(shop: Reader, order: Order, named: (id: string) => string): Promise<object> {
  const { number, status, statusHistory, version, lines, dropped } = order;
  const { itemsCents, freightCents, voucherCents, totalCents } = order;
  const [payments, shipments] = await Promise.all([shop.payments(order.id), shop.shipments(order.id)]);
  return {
    ...{ number, status, version, itemsCents, freightCents, voucherCents, totalCents },
    history: statusHistory.map((entry) => entry.status),
    lines: lines.map(withoutIds(named)),
    dropped: dropped.map(({ productId, reason }) => ({ product: named(productId), reason })),
    payments: payments.map((payment) => ({ status: payment.status, lines: payment.lines })),
    shipments: shipments.map((shipment) => ({
      status: shipment.status,
      packages: shipment.packages.map(({ productId, sellerId, quantity, ...one }) => ({
        ...{ product: named(productId), seller: named(sellerId), quantity, status: one.status },
      })),
    })),
  };
}

function withoutIds(named: (id: string) => string) {
  return ({ productId, sellerId, ...item }: CartItem): object => ({
    ...{ product: named(productId), seller: named(sellerId) },
    ...item,
  });
}
