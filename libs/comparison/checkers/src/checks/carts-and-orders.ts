import { asked, cartIn, isReplay, orderIn, type SeenCart } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import { isApproved, isDecided, type Order } from '../resources.js';
import { keyOf } from './checkout-starts.js';
import type { StoredFacts } from './stored-facts.js';
import { grouped, type HistoryCheck, Tally } from './tally.js';

/**
 * R1 from cart to order: what a customer has put is what the cart holds, no more and no less, and what the next order is of. An
 * approved order leaves the cart empty, one that failed leaves it as it was. Looks: open carts that were shown, and orders.
 *
 * Judged as long as it is known what the cart holds: not after an operation that nobody knows the end of, as it may take effect at
 * any time, unless it was a checkout that was answered under the same key later.
 */
export const cartsBecomeOrders: HistoryCheck = (operations, stored) => {
  const tally = new Tally();
  const ofCarts = grouped(operations, (each) =>
    ofCart.has(each.name) && !isReplay(each) ? asked(each, 'customerId') : undefined,
  );
  for (const [customerId, touched] of ofCarts) new KnownCart(customerId, touched, stored, tally).follow();
  return tally;
};

const ofCart: ReadonlySet<string> = new Set(['put-item', 'read-cart', 'abandon-cart', 'checkout']);

interface Item {
  readonly productVersion: number;
  readonly quantity: number;
  readonly voucherCents: number;
}

/** A customer's cart, as operations one after the other must have left it. All that may tell what it holds goes into `since`. */
class KnownCart {
  #items = new Map<string, Item>();
  #since: Operation[] = [];

  constructor(
    private readonly customerId: string,
    private readonly touched: readonly Operation[],
    private readonly stored: StoredFacts,
    private readonly tally: Tally,
  ) {}

  /** To where it is no longer known what the cart holds. */
  follow(): void {
    const answered = new Set(this.touched.flatMap((each) => (orderIn(each) ? (keyOf(each) ?? []) : [])));
    for (const [index, operation] of this.touched.entries()) {
      const { name, type, end } = operation;
      const isSettled = name === 'checkout' && answered.has(keyOf(operation) ?? '');
      if (type === 'info' && name !== 'read-cart' && !isSettled) return;
      // They come by their beginnings: what none of two neighbours overlaps, nothing does.
      const next = this.touched[index + 1];
      if (type !== 'info' && next && next.start < end) return;
      if (type !== 'ok') continue;
      if (name === 'checkout' && !this.#becomeOrder(operation)) return;
      if (name === 'abandon-cart') this.#forget();
      if (name === 'put-item') this.#put(operation);
      const cart = cartIn(operation);
      if (cart?.status === 'open') this.#compare(cart, operation);
    }
  }

  #forget(): void {
    this.#items = new Map();
    this.#since = [];
  }

  #put(operation: Operation): void {
    const productId = asked(operation, 'productId');
    const shown = cartIn(operation)?.items.find((item) => item.productId === productId);
    this.#since.push(operation);
    this.#items.set(productId, {
      productVersion: shown?.productVersion ?? 0,
      quantity: Number(operation.input['quantity']),
      voucherCents: Number(operation.input['voucherCents'] ?? 0),
    });
  }

  #compare(cart: SeenCart, shownBy: Operation): void {
    this.tally.look();
    const known = [...this.#items].map(([id, { quantity }]) => `${quantity} of ${id}`);
    const shown = cart.items.map(({ productId, quantity }) => `${quantity} of ${productId}`);
    if (isSame(known, shown)) return;
    this.#saw(
      `cart ${shownBy.id}`,
      `the cart of ${this.customerId} ${differ('holds', known, 'shows', shown)}`,
      shownBy,
    );
  }

  /** @returns whether it is known what it leaves in the cart */
  #becomeOrder(checkout: Operation): boolean {
    const order = this.stored.orders.get(orderIn(checkout)?.id ?? '');
    // Its answer only tells that it is asked for; what there is of it is for others to judge.
    if (!order || !isDecided(order)) return false;
    this.tally.look();
    const wrong = wrongOf(order, this.#items);
    if (wrong !== undefined) this.#saw(`order ${order.id}`, `order ${order.id} ${wrong}`, checkout);
    this.#since.push(checkout);
    if (isApproved(order)) this.#forget();
    return true;
  }

  #saw(key: string, message: string, by: Operation): void {
    // What is left out of it may have put or taken what is missed.
    this.tally.saw({ key, message, by: [...new Set([...this.#since, by])], whole: true });
  }
}

function wrongOf(order: Order, items: ReadonlyMap<string, Item>): string | undefined {
  const taken = [...order.lines, ...order.dropped].map(({ productId }) => productId);
  if (!isSame([...items.keys()], taken)) return differ('is of', taken, 'its cart held', [...items.keys()]);
  const line = order.lines.find(({ productId, productVersion, quantity, unitPriceCents, voucherCents }) => {
    const item = items.get(productId);
    return (
      item?.quantity !== quantity ||
      (item.productVersion !== 0 && item.productVersion !== productVersion) ||
      voucherCents !== Math.min(item.voucherCents, unitPriceCents * quantity)
    );
  });
  if (!line) return undefined;
  const item = items.get(line.productId);
  return `took ${line.quantity} of ${line.productId}, version ${line.productVersion}, with a voucher of ${line.voucherCents}; put were ${item?.quantity ?? 0}, version ${item?.productVersion ?? 0}, with ${item?.voucherCents ?? 0}`;
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.toSorted().join() === other.toSorted().join();

function differ(does: string, one: readonly string[], but: string, other: readonly string[]): string {
  const list = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : names.join(', '));
  return `${does} ${list(one)}, and ${but} ${list(other)}`;
}
