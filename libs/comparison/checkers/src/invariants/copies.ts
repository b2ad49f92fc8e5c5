import { isDeepStrictEqual } from 'node:util';
import type { SchemaReader } from '../databases.js';
import { foldStock, isKeptAsEvents, readProducts, type StoredProduct, streamsOf } from '../stored/index.js';
import type { Violation } from './snapshot.js';

type Offer = Omit<StoredProduct, 'id'> & { readonly productId: string };
type Address = Readonly<Record<string, string>>;

/** What modules keep of what others own, and what those say. */
export interface Copies {
  readonly products: readonly StoredProduct[];
  /** Of the cart, every version. */
  readonly offers: readonly Offer[];
  /** Customers' addresses. */
  readonly addresses: ReadonlyMap<string, Address>;
  /** The cart's copy of them. */
  readonly copiedAddresses: ReadonlyMap<string, Address>;
  /** Whether stock takes a product for sold, by product. */
  readonly stockStatuses: ReadonlyMap<string, string>;
}

/**
 * Q1, once all is quiet: what consumers have made of the messages they handled says what the sources say.
 *
 * @param isOf the products and customers to be looked at, by their ids; all unless given
 */
export async function copyViolations(
  databases: SchemaReader,
  isOf: (id: string) => boolean = () => true,
): Promise<Violation[]> {
  const { products, offers, addresses, copiedAddresses, stockStatuses } = await readCopies(databases);
  const chosen = <Value>(all: ReadonlyMap<string, Value>) => new Map([...all].filter(([id]) => isOf(id)));
  return copiesEqualSources({
    products: products.filter(({ id }) => isOf(id)),
    offers: offers.filter(({ productId }) => isOf(productId)),
    ...{ addresses: chosen(addresses), copiedAddresses: chosen(copiedAddresses) },
    stockStatuses: chosen(stockStatuses),
  });
}

export function copiesEqualSources(copies: Copies): Violation[] {
  const { products, offers, addresses, copiedAddresses, stockStatuses } = copies;
  const newest = new Map<string, Offer>();
  for (const offer of offers) {
    const known = newest.get(offer.productId);
    if (!known || known.version < offer.version) newest.set(offer.productId, offer);
  }
  const wrong = products.flatMap(({ id, ...source }) => {
    const copy = newest.get(id);
    const stock = stockStatuses.get(id);
    return [
      ...(isDeepStrictEqual(copy, { productId: id, ...source })
        ? []
        : [
            `the cart's copy of product ${id} says ${JSON.stringify(copy)}, the product ${JSON.stringify(source)}`,
          ]),
      ...(stock === source.status
        ? []
        : [`stock takes product ${id} for ${stock ?? 'unknown'}, it is ${source.status}`]),
    ];
  });
  const moved = [...addresses].flatMap(([id, address]) => {
    const copy = copiedAddresses.get(id);
    return isDeepStrictEqual(copy, address)
      ? []
      : [
          `the cart's copy of customer ${id} says ${JSON.stringify(copy)}, the customer lives at ${JSON.stringify(address)}`,
        ];
  });
  const sources = new Set(products.map(({ id }) => id));
  const alone = [
    ...[...newest.keys()].filter((id) => !sources.has(id)).map((id) => `product ${id}`),
    ...[...copiedAddresses.keys()].filter((id) => !addresses.has(id)).map((id) => `customer ${id}`),
  ].map((whose) => `the cart has a copy of ${whose}, which is not there`);
  return [...wrong, ...moved, ...alone].map((what) => ({ invariant: 'Q1', what }));
}

async function readCopies(databases: SchemaReader): Promise<Copies> {
  const [products, offers, customers, copied, stock] = await Promise.all([
    readProducts(databases),
    databases.query<Offer & Record<string, unknown>>(
      'cart',
      `SELECT product_id AS "productId", version, revision, seller_id AS "sellerId", name, price_cents::float8 AS "priceCents",
              freight_cents::float8 AS "freightCents", currency, status FROM cart.offer`,
    ),
    databases.query<{ id: string; address: Address }>(
      'customer',
      'SELECT customer_id AS id, address FROM customer.customer',
    ),
    databases.query<{ id: string; address: Address }>('cart', 'SELECT id, address FROM cart.customer'),
    readStockStatuses(databases),
  ]);
  const byId = (rows: readonly { readonly id: string; readonly address: Address }[]) =>
    new Map(rows.map(({ id, address }) => [id, address]));
  return {
    ...{ products, offers, addresses: byId(customers), copiedAddresses: byId(copied) },
    stockStatuses: stock,
  };
}

async function readStockStatuses(databases: SchemaReader): Promise<Map<string, string>> {
  if (await isKeptAsEvents(databases, 'stock'))
    return new Map(
      [...(await streamsOf(databases, 'stock'))].map(([id, events]) => [id, foldStock(events).productStatus]),
    );
  const rows = await databases.query<{ id: string; status: string }>(
    'stock',
    'SELECT product_id AS id, product_status AS status FROM stock.stock',
  );
  return new Map(rows.map(({ id, status }) => [id, status]));
}
