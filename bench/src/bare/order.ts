/** An item of the cart, as the statement reads it. */
export interface Item {
  readonly productId: string;
  readonly productVersion: number;
  readonly sellerId: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
  readonly freightCents: number;
  readonly voucherCents: number;
  readonly currency: string;
  readonly address: object;
}

export interface StockRow {
  readonly productId: string;
  readonly productVersion: number;
  readonly status: string;
  readonly free: number;
}

export type Line = Omit<Item, 'currency' | 'address'> & {
  readonly place: number;
  readonly totalCents: number;
};

export interface Dropped {
  readonly place: number;
  readonly productId: string;
  readonly reason: 'unavailable' | 'out-of-stock';
}

/** What of the cart can be had. */
export function split(
  items: readonly Item[],
  stock: readonly StockRow[],
): { lines: Line[]; dropped: Dropped[] } {
  const rows = new Map(stock.map((row) => [row.productId, row]));
  const lines: Line[] = [];
  const dropped: Dropped[] = [];
  for (const item of items) {
    const { productId } = item;
    const row = rows.get(productId);
    if (row?.status !== 'active' || row.productVersion !== item.productVersion)
      dropped.push({ place: dropped.length + 1, productId, reason: 'unavailable' });
    else if (row.free < item.quantity)
      dropped.push({ place: dropped.length + 1, productId, reason: 'out-of-stock' });
    else lines.push(priced(item, lines.length + 1));
  }
  return { lines, dropped };
}

function priced(item: Item, place: number): Line {
  const { productId, productVersion, sellerId, name, quantity, unitPriceCents, freightCents } = item;
  const itemCents = unitPriceCents * quantity;
  const voucherCents = Math.min(item.voucherCents, itemCents);
  return {
    ...{
      place,
      productId,
      productVersion,
      sellerId,
      name,
      quantity,
      unitPriceCents,
      freightCents,
      voucherCents,
    },
    totalCents: itemCents + freightCents - voucherCents,
  };
}

export function totalsOf(lines: readonly Line[]) {
  const sum = (of: (line: Line) => number): number => lines.reduce((total, line) => total + of(line), 0);
  return {
    itemsCents: sum(({ unitPriceCents, quantity }) => unitPriceCents * quantity),
    freightCents: sum(({ freightCents }) => freightCents),
    voucherCents: sum(({ voucherCents }) => voucherCents),
    totalCents: sum(({ totalCents }) => totalCents),
  };
}
