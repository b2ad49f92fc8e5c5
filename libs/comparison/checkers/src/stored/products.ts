import type { SchemaReader } from '../databases.js';
import type { Product } from '../resources.js';
import { type Fold, isKeptAsEvents, streamsOf } from './streams.js';

/** What others copy of a product. */
export type StoredProduct = Pick<
  Product,
  | ('id' | 'version' | 'revision' | 'sellerId' | 'name')
  | ('priceCents' | 'freightCents' | 'currency' | 'status')
>;

export async function readProducts(databases: SchemaReader): Promise<StoredProduct[]> {
  if (await isKeptAsEvents(databases, 'product'))
    return [...(await streamsOf(databases, 'product'))].map(([id, events]) => {
      const { version, revision, sellerId, name, priceCents, freightCents, currency, status } =
        foldProduct(events);
      return { id, version, revision, sellerId, name, priceCents, freightCents, currency, status };
    });
  return databases.query<StoredProduct>(
    'product',
    `SELECT product_id AS id, version, revision, seller_id AS "sellerId", name, price_cents::float8 AS "priceCents",
            freight_cents::float8 AS "freightCents", currency, status FROM product.product`,
  );
}

/** Every event of a product carries all of it: the last one is what it is. */
export const foldProduct: Fold<Omit<Product, 'id'>> = (events) => events.at(-1)?.data as Omit<Product, 'id'>;
