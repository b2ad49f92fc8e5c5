import {
  type Behaviour,
  type Customer,
  type Databases,
  isDecided,
  type Order,
  orderOfSealedCart,
  type Product,
  readOrders,
  readPayments,
  readShipments,
} from '@comparison/checkers/stored';
import { completion, decided, none, steps } from '@comparison/faults';
import { randomUUID } from 'node:crypto';
import type { Answer } from '../client.js';
import { eventually } from '../eventually.js';
import type { Marketplace } from '../marketplace.js';

/** A customer with one thing in the cart, and what becomes of the checkout of it. */
export class WatchedCheckout {
  readonly key = randomUUID();
  #orderId: string | undefined;

  private constructor(
    private readonly at: Marketplace,
    readonly product: Product,
    readonly customer: Customer,
  ) {}

  static async prepare(at: Marketplace): Promise<WatchedCheckout> {
    const { id: sellerId } = await at.shop.seller();
    const product = await at.shop.offer({ sellerId });
    return new WatchedCheckout(at, product, await at.shop.shopper({ product }));
  }

  /** Some that have come to the charge, and no further for as long as the provider hangs: the caller ends that. */
  static async beingCharged(
    at: Marketplace,
    count: number,
    behaviour: Behaviour = {},
  ): Promise<WatchedCheckout[]> {
    const checkouts = await Promise.all(Array.from({ length: count }, () => WatchedCheckout.prepare(at)));
    await at.provider.behave({ ...behaviour, hangRate: 1 });
    for (const checkout of checkouts) {
      const { body } = await checkout.send(0);
      const sql = 'SELECT 1 FROM payment.charge_attempt WHERE order_id = $1';
      const isCharged = async () => (await at.databases.query('payment', sql, [body.id])).length > 0;
      await eventually(isCharged, 'the charge is being made');
    }
    return checkouts;
  }

  /** Under the same key every time. */
  async send(waitSeconds: number, signal?: AbortSignal): Promise<Answer<Order>> {
    const answer = await this.at.shop.checkOut(this.customer.id, {
      key: this.key,
      prefer: `wait=${waitSeconds}`,
      ...(signal && { signal }),
    });
    if (answer.status < 300) this.#orderId = answer.body.id;
    return answer;
  }

  /** Whether it was recorded, whatever was answered: the cart is sealed then, or empty since the order is approved. */
  async isRecorded(): Promise<boolean> {
    const { status, items } = await this.at.shop.cart(this.customer.id);
    return status === 'sealed' || items.length === 0;
  }

  /** The first step that is not seen done. It is read past the API: who is away cannot tell, and its database can. */
  async standsBefore(): Promise<string> {
    const orderId = await this.#order();
    if (orderId === undefined) return none;
    const seen = await stepsSeen(this.at.databases, orderId);
    if (Object.values(seen).every((isDone) => isDone === undefined)) return none;
    // What cannot be read is done when something after it is.
    const isDone = (step: string, place: number): boolean =>
      seen[step] ?? steps.slice(place + 1).some((later) => seen[later]);
    return steps.find((step, place) => !isDone(step, place)) ?? (seen[decided] ? decided : completion);
  }

  /** The order that an answer has named, as it is now. */
  order(): Promise<Order> {
    if (this.#orderId === undefined) throw new Error('No answer has named an order yet.');
    return this.at.shop.readOrder(this.#orderId);
  }

  /** All orders of the customer. A list may be a moment behind: waited for is the order that an answer has named. */
  orders(): Promise<Order[]> {
    return eventually(async () => {
      const path = `/orders?customerId=${this.customer.id}`;
      const { items } = await this.at.client.get<{ items: Order[] }>(path);
      return (this.#orderId === undefined || items.some(({ id }) => id === this.#orderId)) && items;
    }, 'the order is listed');
  }

  async #order(): Promise<string | undefined> {
    if (this.#orderId !== undefined) return this.#orderId;
    return orderOfSealedCart(this.at.databases, this.customer.id).catch(() => undefined);
  }
}

/** Whether each step is done; undefined where the database that knows is away. */
type Seen = Readonly<Record<string, boolean | undefined>>;

async function stepsSeen(databases: Databases, orderId: string): Promise<Seen> {
  const unlessAway = <Row>(rows: Promise<Row[]>): Promise<Row[] | undefined> => rows.catch(() => undefined);
  const reservation = 'SELECT status FROM stock.reservation WHERE order_id = $1'; // in either persistence
  const [reservations, orders, payments, shipments] = await Promise.all([
    unlessAway(databases.query<{ status: string }>('stock', reservation, [orderId])),
    unlessAway(readOrders(databases, orderId)),
    unlessAway(readPayments(databases, orderId)),
    unlessAway(readShipments(databases, orderId)),
  ]);
  return {
    reserve: reservations?.some(({ status }) => status === 'held' || status === 'confirmed'),
    place: orders?.some(({ version }) => version >= 2),
    charge: payments?.some(({ status }) => status === 'captured'),
    confirm: reservations?.some(({ status }) => status === 'confirmed'),
    ship: shipments && shipments.length > 0,
    [decided]: orders?.some(isDecided),
  };
}
