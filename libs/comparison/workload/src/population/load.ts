import { setTimeout as pause } from 'node:timers/promises';
import type { Http } from '../client/http.js';
import type { Population } from './population.js';

const CHUNK = 500;
const PATIENCE_MS = 60_000;
const REQUEST_MS = 30_000;
const PEOPLE_LOOKED_FOR = 100;

interface Refusal {
  readonly index: number;
  readonly problem: { readonly status?: number; readonly detail?: string };
}

/**
 * Loads a population by the batch routes, and waits until stock knows its products and the cart (a sample of) its customers.
 * Doing so again changes nothing, as long as nothing was bought or repriced meanwhile. @throws Error with the first refusal
 */
export async function loadPopulation(http: Http, population: Population): Promise<void> {
  const { customers, sellers, products, initialStock } = population;
  const address = { street: 'Quay 1', city: 'Porto', region: 'Norte', postalCode: '4050', country: 'PT' };
  const person = (what: string) => (id: string, index: number) => ({
    ...{ id, name: `${what} ${index}`, email: `${what.toLowerCase()}-${index}@shop.example`, address },
  });
  await loadAll(http, '/sellers:batch', sellers.map(person('Seller')));
  await loadAll(http, '/customers:batch', customers.map(person('Customer')));
  await loadAll(http, '/products:batch', products);
  await loadAll(
    http,
    '/stock:batch',
    [...initialStock].map(([productId, available]) => ({ productId, available })),
  );
  const step = Math.max(1, Math.floor(customers.length / PEOPLE_LOOKED_FOR));
  for (const [index, id] of customers.entries())
    if (index % step === 0 || index === customers.length - 1) await untilKnown(http, `/carts/${id}`);
}

async function loadAll(http: Http, path: string, items: readonly object[]): Promise<void> {
  for (let start = 0; start < items.length; start += CHUNK)
    await loadChunk(http, path, items.slice(start, start + CHUNK));
}

/** Stock hears of a product by its event: what it does not know yet is sent again until it does. */
async function loadChunk(http: Http, path: string, items: readonly object[]): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let left = items; left.length > 0;) {
    const { status, body } = await http.send('POST', path, {
      body: { items: left },
      withinMs: REQUEST_MS,
    });
    const late = performance.now() > deadline;
    if (status !== 200) {
      if (status !== 503 || late) throw new Error(`Loading ${path} was answered ${status}.`);
      await pause(200);
      continue;
    }
    const { rejected } = body as { readonly rejected: readonly Refusal[] };
    const lasting = rejected.find(({ problem }) => problem.status !== 404 && problem.status !== 503);
    const refusal = lasting ?? (late ? rejected[0] : undefined);
    if (refusal)
      throw new Error(`Loading ${path} was refused: ${refusal.problem.detail ?? 'no reason given'}`);
    left = rejected.flatMap(({ index }) => left.slice(index, index + 1));
    if (left.length > 0) await pause(50);
  }
}

async function untilKnown(http: Http, path: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { status } = await http.send('GET', path, { withinMs: REQUEST_MS });
    if (status === 200) return;
    if (performance.now() > deadline) throw new Error(`After loading, ${path} is still answered ${status}.`);
    await pause(50);
  }
}
