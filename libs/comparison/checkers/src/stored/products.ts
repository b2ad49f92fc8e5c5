import type { SchemaReader } from '../databases.js';
import type { Product } from '../resources.js';
import { type Fold, isKeptAsEvents, streamsOf } from './streams.js';

type StoredProduct = Pick<Product, 'id' | 'version' | 'status'>;

export async function readProducts(databases: SchemaReader): Promise<StoredProduct[]> {
  if (await isKeptAsEvents(databases, 'product'))
    return [...(await streamsOf(databases, 'product'))].map(([id, events]) => {
      const { version, status } = foldProduct(events);
      return { id, version, status };
    });
  return databases.query<StoredProduct>(
    'product',
    `SELECT product_id AS id, version, status FROM product.product`,
  );
}

/** Every event of a product carries all of it: the last one is what it is. */
export const foldProduct: Fold<Omit<Product, 'id'>> = (events) => events.at(-1)?.data as Omit<Product, 'id'>;
