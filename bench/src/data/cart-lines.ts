import type { Product } from './marketplace.js';
import type { Random } from './random.js';

export interface CartLine {
  readonly product: Product;
  readonly quantity: number;
  readonly voucherCents: number;
}

const MOST_LINES = 5;
const MOST_PIECES = 10;

/** One to five different products, three on average, uniformly chosen; one to ten pieces; a voucher of 10 % on every 20th. */
export function cartLines(random: Random, products: readonly Product[]): CartLine[] {
  const chosen = new Set<Product>();
  const wanted = random.between(1, MOST_LINES);
  while (chosen.size < wanted) {
    const product = products[random.below(products.length)];
    if (product) chosen.add(product);
  }
  return [...chosen].map((product) => {
    const quantity = random.between(1, MOST_PIECES);
    const hasVoucher = random.below(20) === 0;
    return {
      product,
      quantity,
      voucherCents: hasVoucher ? Math.floor((product.priceCents * quantity) / 10) : 0,
    };
  });
}
