import type { Cast, Product } from '@comparison/checkers/stored';
import type { Random } from '../e2e/random.js';
import type { Shop } from '../e2e/shop.js';

export interface SceneSize {
  readonly shoppers: number;
  readonly products: number;
  /** Pieces of each product: fewer than are asked for. */
  readonly pieces: number;
}

/** Who takes part in one run, and what there is to buy. */
export interface Scene extends Cast {
  readonly offers: readonly Product[];
  readonly initialStock: ReadonlyMap<string, number>;
}

/** New sellers, offers and customers, so that every run starts from a state that is known. */
export async function setScene(shop: Shop, random: Random, size: SceneSize): Promise<Scene> {
  const sellers = await Promise.all([shop.seller(), shop.seller()]);
  const [offers, customers] = await Promise.all([
    Promise.all(
      Array.from({ length: size.products }, (_, index) =>
        shop.offer({
          sellerId: sellers[index % sellers.length]?.id ?? '',
          priceCents: random.integer(100, 5_000),
          freightCents: random.integer(0, 300),
          available: size.pieces,
        }),
      ),
    ),
    Promise.all(Array.from({ length: size.shoppers }, () => shop.customer())),
  ]);
  return {
    offers,
    sellers: sellers.map(({ id }) => id),
    products: offers.map(({ id }) => id),
    customers: customers.map(({ id }) => id),
    initialStock: new Map(offers.map(({ id }) => [id, size.pieces])),
  };
}
