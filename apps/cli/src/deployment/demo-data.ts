import { createHash } from 'node:crypto';
import { namesAndPlaces } from './demo-vocabulary.js';

/** The same data on every machine and at every call: loading it twice changes nothing. */
export interface DemoData {
  readonly sellers: DemoSeller[];
  readonly customers: DemoCustomer[];
  readonly products: DemoProduct[];
  readonly stock: { readonly productId: string; readonly available: number }[];
}

export interface DemoAddress {
  readonly street: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly country: string;
}

export interface DemoSeller {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly address: DemoAddress;
}

export type DemoCustomer = DemoSeller;

export interface DemoProduct {
  readonly id: string;
  readonly sellerId: string;
  readonly name: string;
  readonly sku: string;
  readonly category: string;
  readonly description: string;
  readonly priceCents: number;
  readonly freightCents: number;
  readonly currency: string;
}

const sellerCount = 20;
const customerCount = 200;
const productsPerSeller = 15;

export function demoData(): DemoData {
  const sellers = range(sellerCount).map(demoSeller);
  const products = sellers.flatMap((seller, index) =>
    range(productsPerSeller).map((number) => demoProduct(seller, index, number)),
  );
  return {
    sellers,
    customers: range(customerCount).map(demoCustomer),
    products,
    stock: products.map(({ id }, index) => ({ productId: id, available: 20 + ((index * 37) % 480) })),
  };
}

/** A UUID that depends on kind and number only (version 8 of RFC 9562: bits of our own making). */
export function demoId(kind: string, number: number): string {
  const hex = createHash('sha256').update(`whereabouts demo ${kind} ${number}`).digest('hex');
  const variant = (8 + (Number.parseInt(hex.charAt(16), 16) % 4)).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function demoSeller(number: number): DemoSeller {
  const { sellerNames } = namesAndPlaces;
  const name = pick(sellerNames, number);
  return {
    id: demoId('seller', number),
    name,
    email: `hello@${dashed(name)}.example`,
    address: demoAddress(number * 7 + 3),
  };
}

function demoCustomer(number: number): DemoCustomer {
  const { firstNames, lastNames } = namesAndPlaces;
  // 25 × 16 pairs before one returns: the walk over the last names shifts by one after each round of first names.
  const first = pick(firstNames, number);
  const last = pick(lastNames, number + Math.floor(number / firstNames.length));
  return {
    id: demoId('customer', number),
    name: `${first} ${last}`,
    email: `${dashed(first)}.${dashed(last)}@example.com`,
    address: demoAddress(number * 11 + 1),
  };
}

function demoProduct(seller: DemoSeller, sellerNumber: number, number: number): DemoProduct {
  const { categories, materials } = namesAndPlaces;
  const category = pick(categories, sellerNumber);
  const thing = pick(category.things, number);
  const material = pick(materials, sellerNumber + number * 3);
  const name = `${material} ${thing}`;
  const serial = sellerNumber * productsPerSeller + number;
  return {
    id: demoId('product', serial),
    sellerId: seller.id,
    name,
    sku: `${category.code}-${String(serial).padStart(4, '0')}`,
    category: category.name,
    description: `${name}, made and sent by ${seller.name}.`,
    priceCents: 990 + ((serial * 7919) % 190) * 100,
    freightCents: 290 + (serial % 5) * 100,
    currency: 'EUR',
  };
}

function demoAddress(number: number): DemoAddress {
  const { streets, cities } = namesAndPlaces;
  const { city, region, postalCode, country } = pick(cities, number);
  return { street: `${pick(streets, number * 3)} ${1 + (number % 90)}`, city, region, postalCode, country };
}

function pick<Item>(items: readonly [Item, ...Item[]], number: number): Item {
  return items[number % items.length] ?? items[0];
}

function dashed(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[^a-zA-Z0-9]+/g, (gap) => (/\s/.test(gap) ? '-' : ''))
    .toLowerCase();
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
