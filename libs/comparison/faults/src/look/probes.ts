import { randomUUID } from 'node:crypto';
import type { Answer, Seat } from './seat.js';
import { asEver, type Served } from './sight.js';
import type { Shop } from './shop.js';

/** By module, a few of its routes: reads and writes, single resources, lists and batches. */
export type Probes = Readonly<Record<string, readonly Probe[]>>;

type Probe = readonly [method: string, path: string, body?: unknown];

/** One thing of every kind, so that every route family has something to answer. */
export async function prepareProbes(shop: Shop): Promise<Probes> {
  const party = shop.party();
  const sellerId = await shop.seller();
  const details = shop.details(sellerId);
  const productId = await shop.offer(details);
  const customerId = await shop.shopper(productId);
  const orderId = await shop.orderOf(customerId);
  const batch = (item: object) => ({ items: [item] });
  return {
    cart: [
      ['GET', `/carts/${customerId}`],
      ['PUT', `/carts/${customerId}/items/${productId}`, { quantity: 1 }],
    ],
    product: [
      ['GET', `/products/${productId}`],
      ['GET', '/products?limit=1'],
      ['POST', '/products:batch', batch({ id: productId, ...details })],
    ],
    stock: [
      ['GET', `/stock/${productId}`],
      ['POST', '/stock:batch', batch({ productId, available: 100 })],
    ],
    order: [
      ['GET', `/orders/${orderId}`],
      ['GET', `/orders?customerId=${customerId}`],
    ],
    payment: [['GET', `/payments?orderId=${orderId}`]],
    shipment: [['GET', `/shipments?orderId=${orderId}`]],
    customer: [
      ['GET', `/customers/${customerId}`],
      ['PUT', `/customers/${customerId}`, party],
      ['POST', '/customers:batch', batch({ id: customerId, ...party })],
    ],
    seller: [
      ['GET', `/sellers/${sellerId}`],
      ['GET', `/sellers/${sellerId}/dashboard`],
      ['PUT', `/sellers/${sellerId}`, party],
      ['POST', '/sellers:batch', batch({ id: sellerId, ...party })],
    ],
  };
}

/** How each module's routes answer now; where they do not answer alike, how those do that answer otherwise than ever. */
export async function probe(seat: Seat, probes: Probes, withinMs: number): Promise<Map<string, Served>> {
  const modules = Object.entries(probes).map(async ([module, routes]) => {
    const seen = await Promise.all(
      routes.map(async ([method, path, body]) => {
        // Under a key it may be asked again where its answer is lost; without one nobody may.
        const headers = method === 'POST' ? { 'idempotency-key': randomUUID() } : {};
        const send = (signal: AbortSignal) => seat.send(method, path, { body, headers, signal });
        const answer = await servedAs(send, withinMs);
        return /^20[01]$/.test(answer) ? asEver : answer;
      }),
    );
    const otherwise = routes.flatMap(([method, path], n) =>
      seen[n] === asEver ? [] : [`${method} ${nameless(path)}: ${seen[n]}`],
    );
    return [module, new Set(seen).size === 1 ? (seen[0] ?? '') : otherwise.join(', ')] as const;
  });
  return new Map(await Promise.all(modules));
}

/** 503 only with all that belongs to it; `no-connection`; `hangs` after `withinMs`; or else in words. */
export async function servedAs(
  send: (signal: AbortSignal) => Promise<Answer>,
  withinMs: number,
): Promise<Served> {
  const signal = AbortSignal.timeout(Math.ceil(withinMs));
  try {
    const { status, headers, body } = await send(signal);
    if (status < 300) return String(status);
    const problem = (body as { type?: string } | undefined)?.type?.split(':').at(-1);
    const retryAfter = Number(headers['retry-after']);
    if (status === 503 && problem === 'unavailable' && retryAfter >= 1) return '503';
    return `${status} ${problem ?? ''}`.trim();
  } catch (error) {
    if (signal.aborted) return 'hangs';
    return isConnectFailure(error) ? 'no-connection' : String(error);
  }
}

function isConnectFailure(error: unknown): boolean {
  return ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET'].includes((error as { code?: string }).code ?? '');
}

function nameless(path: string): string {
  return path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…');
}
