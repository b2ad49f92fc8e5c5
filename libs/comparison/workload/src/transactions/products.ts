import type { Inputs } from '@comparison/protocol';
import type { Client } from '../client/clients.js';
import type { Customer } from '../client/customers.js';
import type { Operations } from '../client/operations.js';
import type { PriceUpdate, Replace } from '../draw/transaction.js';
import type { Due, Scene } from './scene.js';
import { abandonCart, readCart } from './session.js';
import { untilShown } from './until-shown.js';

/** A price that has come so far from its first one begins there again: on a product that everybody wants it would grow for ever. */
const MOST_TIMES = 10;

/**
 * A seller reads a product and changes its price, if it is still as it was read. With a watcher, who has it in the cart, until
 * the cart shows the new price. @param watcher has an empty cart
 */
export async function updatePrice(
  scene: Scene,
  client: Client,
  { productId, raise, hasRival }: PriceUpdate,
  watcher: Customer | undefined,
  due: Due,
): Promise<void> {
  const { operations, halt } = scene;
  const read = await readProduct(scene, client, productId, due);
  if (!read || halt.isOver()) return;
  if (watcher) await putIn(scene, client, watcher, productId);
  const { revision } = read;
  const priceCents = raised(scene, productId, read.priceCents, raise);
  const change = { productId, priceCents, revision };
  const [changed] = await Promise.all([
    changePrice(operations, client, change),
    hasRival && changeAsWell(scene, { ...change, priceCents: priceCents + 1 }),
  ]);
  if (!watcher || halt.isOver()) return;
  if (changed.body) {
    const watch = { productId, revision: changed.body.revision };
    await untilShown(halt, async () => {
      const { body } = await readCart(scene, client, watcher, watch);
      return (
        body?.items.some((item) => item.productId === productId && item.unitPriceCents === priceCents) ===
        true
      );
    });
  }
  if (!halt.isOver()) await abandonCart(scene, client, watcher);
}

function changePrice(operations: Operations, client: Client, change: Inputs['change-price']) {
  const { productId, priceCents, revision } = change;
  return operations.perform(client, 'change-price', change, {
    ...{ method: 'PATCH', path: `/products/${productId}`, body: { priceCents } },
    headers: { 'if-match': `"${revision}"` },
  });
}

async function changeAsWell({ operations, clients }: Scene, change: Inputs['change-price']): Promise<void> {
  const rival = clients.take();
  await changePrice(operations.uncounted(), rival, change).finally(() => clients.release(rival));
}

/** A seller offers something else under the same id: another version, at another price. */
export async function replaceProduct(
  scene: Scene,
  client: Client,
  { productId, raise }: Replace,
  due: Due,
): Promise<void> {
  const read = await readProduct(scene, client, productId, due);
  if (!read || scene.halt.isOver()) return;
  const priceCents = raised(scene, productId, read.priceCents, raise);
  const { id, ...details } = scene.products.get(productId) ?? { id: productId };
  await scene.operations.perform(
    client,
    'replace-product',
    { productId, priceCents },
    { method: 'PUT', path: `/products/${id}`, body: { ...details, priceCents } },
  );
}

async function readProduct({ operations }: Scene, client: Client, productId: string, due: Due) {
  const path = `/products/${productId}`;
  const { body } = await operations.perform(
    client,
    'read-product',
    { productId },
    { method: 'GET', path },
    due,
  );
  return body;
}

async function putIn(
  { operations }: Scene,
  client: Client,
  customer: Customer,
  productId: string,
): Promise<void> {
  const { id: customerId } = customer;
  customer.cart = 'filled';
  await operations.perform(
    client,
    'put-item',
    { customerId, productId, quantity: 1, voucherCents: 0 },
    {
      ...{ method: 'PUT', path: `/carts/${customerId}/items/${productId}` },
      body: { quantity: 1, voucherCents: 0 },
    },
  );
}

function raised({ products }: Scene, productId: string, priceCents: number, percent: number): number {
  const first = products.get(productId)?.priceCents ?? priceCents;
  const next = Math.ceil(priceCents * (1 + percent / 100));
  return next > first * MOST_TIMES ? first : next;
}
