import type { Marketplace } from '../marketplace.js';

export interface Traffic<Result> {
  readonly result: Result;
  /** Approved orders meanwhile. */
  readonly orders: number;
  readonly failed: readonly unknown[];
}

const SHOPPERS = 4;

/** Does something while people shop: offers are made, looked at and bought, from before it begins until after it has ended. */
export async function underTraffic<Result>(
  at: Marketplace,
  work: () => Promise<Result>,
): Promise<Traffic<Result>> {
  const over = new AbortController();
  const failed: unknown[] = [];
  let orders = 0;
  const shopOnce = async (): Promise<void> => {
    const product = await at.shop.offer();
    const shopper = await at.shop.shopper({ product });
    const { status } = await at.shop.order(shopper.id);
    if (status === 'approved') orders += 1;
    await at.client.get(`/products?sellerId=${product.sellerId}`);
    await at.client.get(`/orders?customerId=${shopper.id}`);
  };
  await shopOnce();
  const shopping = Array.from({ length: SHOPPERS }, async () => {
    do await shopOnce().catch((error: unknown) => failed.push(error));
    while (!over.signal.aborted);
  });
  const result = await work().finally(() => over.abort());
  await Promise.all(shopping);
  return { result, orders, failed };
}
