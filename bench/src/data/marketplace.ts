import { Random } from './random.js';

export interface Product {
  readonly id: string;
  readonly sellerId: string;
  readonly name: string;
  readonly priceCents: number;
  readonly freightCents: number;
}

/** Who buys and what is sold; a function of the seed. */
export interface Marketplace {
  readonly customers: readonly string[];
  readonly sellers: readonly string[];
  readonly products: readonly Product[];
}

export const UNITS_PER_PRODUCT = 10_000;
export const CURRENCY = 'EUR';
export const ADDRESS = {
  street: 'Quay 1',
  city: 'Porto',
  region: 'Norte',
  postalCode: '4050',
  country: 'PT',
};

const PRODUCTS_PER_SELLER = 10;

export function makeMarketplace(seed: number, customers: number, products: number): Marketplace {
  const random = new Random(seed);
  const sellers = Array.from({ length: Math.ceil(products / PRODUCTS_PER_SELLER) }, () => random.uuid());
  return {
    customers: Array.from({ length: customers }, () => random.uuid()),
    sellers,
    products: Array.from({ length: products }, (_, index) => ({
      id: random.uuid(),
      sellerId: sellers[Math.floor(index / PRODUCTS_PER_SELLER)] ?? '',
      name: `Product ${index}`,
      priceCents: random.between(100, 50_000),
      freightCents: random.between(0, 2_000),
    })),
  };
}
