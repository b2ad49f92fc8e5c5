import { cartLines } from './cart-lines.js';
import { ADDRESS, CURRENCY, type Marketplace } from './marketplace.js';
import { Random } from './random.js';

/** Rows of one table, in the order of its columns; null is a missing value. */
export type Row = readonly (string | number | null)[];

/** What is still open, however many orders there have been: a shop's backlog does not grow with its age. */
const OPEN_ORDERS = 10_000;
const SPACING_MS = 1_000;
/** Older than what the log keeps: of these orders it holds stream heads and inbox marks only. */
const YOUNGEST_MS = 8 * 24 * 3_600_000;

/** The columns that are copied, table by table. */
export const TABLES: Readonly<Record<string, string>> = {
  '"order".orders':
    'id, customer_id, number, status, currency, items_cents, freight_cents, voucher_cents, total_cents, version, created_at, updated_at',
  '"order".order_line':
    'order_id, place, product_id, product_version, seller_id, name, quantity, unit_price_cents, freight_cents, voucher_cents, total_cents',
  '"order".order_status': 'order_id, version, status, at',
  'stock.reservation': 'order_id, product_id, quantity, status',
  'payment.payment':
    'order_id, status, attempt, amount_cents, currency, provider_reference, lines, version, updated_at',
  'payment.charge_attempt':
    'order_id, n, amount_cents, currency, method, idempotency_key, status, charge_id, first_at, prepared_at',
  'shipment.shipment': 'order_id, customer_id, address, status, version, created_at, updated_at',
  'shipment.package': 'order_id, place, id, product_id, seller_id, quantity, status, created_at',
  'seller.dashboard_entry':
    'order_id, product_id, seller_id, quantity, status, amount_cents, freight_cents, voucher_cents, total_cents',
  '"order".stream_head': 'stream_id, version, ord',
  'payment.stream_head': 'stream_id, version, ord',
  'shipment.stream_head': 'stream_id, version, ord',
  'customer.inbox': 'consumer, source_module, channel, stream_id, first_version, last_version, marked_on',
  'seller.inbox': 'consumer, source_module, channel, stream_id, first_version, last_version, marked_on',
  '"order".inbox': 'consumer, source_module, channel, stream_id, first_version, last_version, marked_on',
};

/** Completed checkouts of the past, as all modules keep them: the last ones still open, the others delivered. */
export function* pastOrders(
  { customers, products }: Marketplace,
  count: number,
  seed: number,
): Generator<Readonly<Record<string, readonly Row[]>>> {
  const random = new Random(seed + 1);
  const numbers = new Map<string, number>();
  const first = Date.now() - YOUNGEST_MS - count * SPACING_MS;
  const address = JSON.stringify(ADDRESS);
  for (let index = 0; index < count; index += 1) {
    const ms = first + index * SPACING_MS;
    const at = new Date(ms).toISOString();
    const id = uuidAt(ms, random);
    const customer = customers[random.below(customers.length)] ?? '';
    const number = (numbers.get(customer) ?? 0) + 1;
    numbers.set(customer, number);
    const isOpen = index >= count - OPEN_ORDERS;
    const history = ['pending', null, 'approved', ...(isOpen ? [] : ['in-transit', 'delivered'])];
    const lines = cartLines(random, products).map(({ product, quantity, voucherCents }) => {
      const itemsCents = product.priceCents * quantity;
      return {
        product,
        quantity,
        voucherCents,
        itemsCents,
        totalCents: itemsCents + product.freightCents - voucherCents,
      };
    });
    const total = (of: (line: (typeof lines)[number]) => number): number =>
      lines.reduce((sum, line) => sum + of(line), 0);
    const totalCents = total((line) => line.totalCents);
    const amounts = [
      total((line) => line.itemsCents),
      total(({ product }) => product.freightCents),
      total((line) => line.voucherCents),
      totalCents,
    ];
    const version = history.length;
    const mark = (consumer: string, source: string, stream: string, last: number): Row => [
      consumer,
      source,
      'events',
      stream,
      1,
      last,
      at.slice(0, 10),
    ];
    yield {
      '"order".orders': [
        [id, customer, number, isOpen ? 'approved' : 'delivered', CURRENCY, ...amounts, version, at, at],
      ],
      '"order".order_line': lines.map(({ product, quantity, voucherCents, totalCents: due }, place) => [
        ...[id, place + 1, product.id, 1, product.sellerId, product.name, quantity],
        ...[product.priceCents, product.freightCents, voucherCents, due],
      ]),
      '"order".order_status': history.flatMap((status, place) =>
        status === null ? [] : [[id, place + 1, status, at]],
      ),
      'stock.reservation': lines.map(({ product, quantity }) => [id, product.id, quantity, 'confirmed']),
      'payment.payment': [
        [
          id,
          'captured',
          1,
          totalCents,
          CURRENCY,
          random.uuid(),
          JSON.stringify([{ type: 'credit-card', amountCents: totalCents }]),
          1,
          at,
        ],
      ],
      'payment.charge_attempt': [
        [id, 1, totalCents, CURRENCY, 'credit-card', `charge-${id}-1`, 'captured', random.uuid(), at, at],
      ],
      'shipment.shipment': [
        [id, customer, address, isOpen ? 'created' : 'delivered', isOpen ? 1 : 1 + lines.length, at, at],
      ],
      'shipment.package': lines.map(({ product, quantity }, place) => [
        ...[id, place + 1, random.uuid(), product.id, product.sellerId, quantity],
        ...[isOpen ? 'shipped' : 'delivered', at],
      ]),
      'seller.dashboard_entry': isOpen
        ? lines.map(({ product, quantity, voucherCents, itemsCents, totalCents: due }) => [
            ...[id, product.id, product.sellerId, quantity, 'approved'],
            ...[itemsCents, product.freightCents, voucherCents, due],
          ])
        : [],
      '"order".stream_head': [[`order-${id}`, version, 1]],
      'payment.stream_head': [[`payment-${id}`, 1, 1]],
      'shipment.stream_head': [[`shipment-${id}`, isOpen ? 1 : 1 + lines.length, 1]],
      'customer.inbox': [mark('customer.order-counters', 'order', `order-${id}`, version)],
      'seller.inbox': [mark('seller.dashboard', 'order', `order-${id}`, version)],
      '"order".inbox': isOpen ? [] : [mark('order.shipment', 'shipment', `shipment-${id}`, 1 + lines.length)],
    };
  }
}

/** A UUID of version 7 for that time. */
function uuidAt(ms: number, random: Random): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.uuid().slice(15)}`;
}
