import { asEver, type Served } from '@comparison/faults';
import { type Answer, type Client, problemType } from '../client.js';
import type { Marketplace } from '../marketplace.js';
import { someAddress } from '../shop.js';

/** By module, a few of its routes: reads and writes, single resources, lists and batches. */
export type Probes = Readonly<Record<string, readonly Probe[]>>;

type Probe = readonly [method: string, path: string, body?: unknown];

/** One thing of every kind, so that every route family has something to answer. */
export async function prepareProbes({ shop }: Marketplace): Promise<Probes> {
  const seller = await shop.seller();
  const details = shop.details({ sellerId: seller.id });
  const product = await shop.offer(details);
  const { id: customerId } = await shop.shopper({ product });
  const order = await shop.order(customerId);
  const party = { name: 'Ana Silva', email: 'ana@silva.example', address: someAddress() };
  return {
    cart: [
      ['GET', `/carts/${customerId}`],
      ['PUT', `/carts/${customerId}/items/${product.id}`, { quantity: 1 }],
    ],
    product: [
      ['GET', `/products/${product.id}`],
      ['GET', '/products?limit=1'],
      ['POST', '/products:batch', batch({ id: product.id, ...details })],
    ],
    stock: [
      ['GET', `/stock/${product.id}`],
      ['POST', '/stock:batch', batch({ productId: product.id, available: 100 })],
    ],
    order: [
      ['GET', `/orders/${order.id}`],
      ['GET', `/orders?customerId=${customerId}`],
    ],
    payment: [['GET', `/payments?orderId=${order.id}`]],
    shipment: [['GET', `/shipments?orderId=${order.id}`]],
    customer: [
      ['GET', `/customers/${customerId}`],
      ['PUT', `/customers/${customerId}`, party],
      ['POST', '/customers:batch', batch({ id: customerId, ...party })],
    ],
    seller: [
      ['GET', `/sellers/${seller.id}`],
      ['GET', `/sellers/${seller.id}/dashboard`],
      ['PUT', `/sellers/${seller.id}`, party],
      ['POST', '/sellers:batch', batch({ id: seller.id, ...party })],
    ],
  };
}

function batch(item: object): object {
  return { items: [item] };
}

/** How each module's routes answer now; where they do not answer alike, how each does. */
export async function probe(client: Client, probes: Probes): Promise<Map<string, Served>> {
  const modules = Object.entries(probes).map(async ([module, routes]) => {
    const seen = await Promise.all(
      routes.map(async ([method, path, body]) => {
        const answer = await servedAs((signal) => client.send(method, path, { body, signal }), PATIENCE_MS);
        return /^20[01]$/.test(answer) ? asEver : answer;
      }),
    );
    const each = routes.map(([method, path], n) => `${method} ${path}: ${seen[n]}`).join('; ');
    return [module, new Set(seen).size === 1 ? (seen[0] ?? '') : each] as const;
  });
  return new Map(await Promise.all(modules));
}

/** Longer than the 5 s within which an outage has to be told of: who says nothing hangs. */
const PATIENCE_MS = 10_000;

export async function servedAs(
  send: (signal: AbortSignal) => Promise<Answer>,
  withinMs: number,
): Promise<Served> {
  const signal = AbortSignal.timeout(withinMs);
  try {
    const answer = await send(signal);
    if (answer.status < 300) return String(answer.status);
    const retryAfter = Number(answer.headers['retry-after']);
    if (answer.status === 503 && problemType(answer) === 'unavailable' && retryAfter >= 1) return '503';
    return `${answer.status} ${problemType(answer)}, Retry-After ${retryAfter}`;
  } catch (error) {
    if (signal.aborted) return 'hangs';
    return isConnectFailure(error) ? 'no-connection' : String(error);
  }
}

function isConnectFailure(error: unknown): boolean {
  return ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET'].includes((error as { code?: string }).code ?? '');
}
