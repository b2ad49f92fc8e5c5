import { setTimeout as pause } from 'node:timers/promises';
import { ADDRESS, CURRENCY, type Marketplace, UNITS_PER_PRODUCT } from './marketplace.js';

const CHUNK = 1_000;
const PATIENCE_MS = 60_000;

interface BatchAnswer {
  readonly rejected: readonly {
    readonly index: number;
    readonly problem: { readonly status?: number; readonly detail?: string };
  }[];
}

/** Loads sellers, customers, products and, unless told otherwise, stock through the batch routes. */
export async function loadMarketplace(
  origin: string,
  { customers, sellers, products }: Marketplace,
  { stock = true } = {},
): Promise<void> {
  const person = (id: string, name: string) => ({
    id,
    name,
    email: 'someone@shop.example',
    address: ADDRESS,
  });
  await loadAll(
    `${origin}/sellers:batch`,
    sellers.map((id, index) => person(id, `Seller ${index}`)),
  );
  await loadAll(
    `${origin}/customers:batch`,
    customers.map((id, index) => person(id, `Customer ${index}`)),
  );
  await loadAll(
    `${origin}/products:batch`,
    products.map((product, index) => ({
      ...product,
      ...{ sku: `SKU-${index}`, category: 'bench', description: '', currency: CURRENCY },
    })),
  );
  if (!stock) return;
  await loadAll(
    `${origin}/stock:batch`,
    products.map(({ id }) => ({ productId: id, available: UNITS_PER_PRODUCT })),
  );
}

async function loadAll(url: string, items: readonly object[]): Promise<void> {
  for (let start = 0; start < items.length; start += CHUNK)
    await loadChunk(url, items.slice(start, start + CHUNK));
}

/** Stock hears of a product by its event: what it does not know yet is sent again until it does. */
async function loadChunk(url: string, items: readonly object[]): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let left = items; left.length > 0;) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ items: left }),
    });
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
    const { rejected } = (await response.json()) as BatchAnswer;
    const lasting = rejected.find(({ problem }) => problem.status !== 404);
    if (lasting ?? (rejected.length > 0 && Date.now() > deadline))
      throw new Error(
        `${url} refused an item: ${(lasting ?? rejected[0])?.problem.detail ?? 'no reason given'}`,
      );
    left = rejected.flatMap(({ index }) => left.slice(index, index + 1));
    if (left.length > 0) await pause(20);
  }
}
