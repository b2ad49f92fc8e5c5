import type { PresetName, Scale } from '@comparison/protocol';
import { presets } from '../draw/preset.js';
import { Random } from '../draw/random.js';

export interface Product {
  readonly id: string;
  readonly sellerId: string;
  readonly name: string;
  readonly sku: string;
  readonly category: string;
  readonly description: string;
  /** At the beginning, as version 1. */
  readonly priceCents: number;
  readonly freightCents: number;
  readonly currency: string;
}

/** Who buys and what is sold at the beginning: a function of seed, scale and preset. */
export interface Population {
  /** Their ids. */
  readonly customers: readonly string[];
  /** Their ids: one for ten products. */
  readonly sellers: readonly string[];
  readonly products: readonly Product[];
  /** Pieces by product id. */
  readonly initialStock: ReadonlyMap<string, number>;
}

const PRODUCTS_PER_SELLER = 10;

export function populationOf(seed: number, scale: Scale, preset: PresetName): Population {
  const random = new Random(seed, 'population');
  const ids = (count: number): string[] => Array.from({ length: count }, () => random.uuid());
  const sellers = ids(Math.ceil(scale.products / PRODUCTS_PER_SELLER));
  const products = Array.from({ length: scale.products }, (_, index) => ({
    id: random.uuid(),
    sellerId: sellers[Math.floor(index / PRODUCTS_PER_SELLER)] ?? '',
    ...{ name: `Product ${index}`, sku: `SKU-${index}`, category: 'workload', description: '' },
    priceCents: random.between(100, 50_000),
    freightCents: random.between(0, 2_000),
    currency: 'EUR',
  }));
  const units = presets[preset].units;
  return {
    customers: ids(scale.customers),
    sellers,
    products,
    initialStock: new Map(products.map(({ id }) => [id, random.between(...units)])),
  };
}
