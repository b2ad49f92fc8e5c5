import { Global, Injectable, Module } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { OrderReader, type OrderStatus, type OrderView } from '@marketplace/order/contract';
import { newId, type StepOutcome } from '@platform/domain';
import { type ModuleApp, openModuleApp } from '@platform/http/testing';
import { Databases, type Persistence } from '@platform/persistence';
import { Sagas } from '@platform/saga';

import { CartModule } from './cart.module.js';
import { type CheckoutRequest, RenewCart, ReopenCart, SealCart } from './contract/index.js';
import { someAddress, someOffer } from './domain/cart.fixture.js';
import type { Offer } from './domain/offer.js';
import { Customers, Offers } from './domain/replicas.js';

/** The rest of the marketplace, as far as a cart sees it: it begins checkouts and ends them when the test says so. */
@Injectable()
export class ScriptedCheckouts extends Sagas {
  readonly orders = new Map<string, OrderView>();
  readonly requests = new Map<string, CheckoutRequest>();
  /** What every order is to become as soon as it has begun; `undefined` leaves it pending. */
  outcome: 'approved' | 'rejected' | undefined;
  /** Orders stay out of sight while this is set. */
  hidden = false;
  /** Thrown by every read of an order while it is set. */
  failure: Error | undefined;
  /** How often an order was read, or tried to be. */
  reads = 0;
  /** Runs inside the transaction that begins a checkout. */
  sabotage: () => Promise<void> = () => Promise.resolve();
  private readonly waiting = new Map<string, Set<() => void>>();

  constructor(
    private readonly commands: CommandBus,
    private readonly databases: Databases,
  ) {
    super();
  }

  override async begin(
    _type: string,
    orderId: string,
    request: CheckoutRequest,
  ): Promise<StepOutcome<unknown, unknown>> {
    const { customerId } = request;
    const sealed = await this.commands.execute(new SealCart({ orderId, customerId }));
    await this.sabotage();
    if (sealed.outcome === 'done')
      this.databases.afterCommit(() => {
        this.requests.set(orderId, request);
        this.orders.set(orderId, pendingOrder(orderId, customerId));
        if (this.outcome) void this.end(orderId, this.outcome);
      });
    return sealed;
  }

  override settled(orderId: string, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wakers = this.waiting.get(orderId) ?? new Set();
      this.waiting.set(orderId, wakers);
      const wake = (): void => {
        clearTimeout(timer);
        wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      wakers.add(wake);
    });
  }

  /** Decides an order and lets the cart follow, in this order, as it happens where they are far apart. */
  async end(orderId: string, status: 'approved' | 'rejected'): Promise<void> {
    this.decide(orderId, status);
    await this.applyToCart(orderId);
  }

  decide(orderId: string, ...statuses: OrderStatus[]): void {
    for (const status of statuses) {
      const order = this.orders.get(orderId);
      if (!order) throw new Error(`No order ${orderId} has begun.`);
      const at = new Date().toISOString();
      const version = order.version + (status === 'approved' ? 2 : 1);
      const statusHistory = [...order.statusHistory, { status, at }];
      this.orders.set(orderId, { ...order, status, version, statusHistory, updatedAt: at });
    }
  }

  async applyToCart(orderId: string): Promise<void> {
    const order = this.orders.get(orderId);
    const data = { orderId, customerId: order?.customerId ?? '' };
    await this.commands.execute(order?.status === 'rejected' ? new ReopenCart(data) : new RenewCart(data));
    for (const wake of this.waiting.get(orderId) ?? []) wake();
  }
}

@Injectable()
class ScriptedOrders extends OrderReader {
  constructor(private readonly checkouts: ScriptedCheckouts) {
    super();
  }
  override read(orderId: string): Promise<OrderView | undefined> {
    this.checkouts.reads += 1;
    if (this.checkouts.failure) return Promise.reject(this.checkouts.failure);
    return Promise.resolve(this.checkouts.hidden ? undefined : this.checkouts.orders.get(orderId));
  }
}

@Global()
@Module({
  imports: [CqrsModule],
  providers: [
    ScriptedCheckouts,
    { provide: Sagas, useExisting: ScriptedCheckouts },
    { provide: OrderReader, useClass: ScriptedOrders },
  ],
  exports: [Sagas, OrderReader],
})
class Surroundings {}

@Module({})
class CartInItsSurroundings {}

export interface CartApp extends ModuleApp {
  readonly checkouts: ScriptedCheckouts;
  /** Makes a customer known to the cart. @returns the id */
  customer(): Promise<string>;
  /** Makes a state of an offer known to the cart. */
  offer(changes?: Partial<Offer>): Promise<Offer>;
  /** A customer with one item in the cart. @returns the customer's id */
  shopper(): Promise<string>;
}

/** The cart module in a process of its own; the logs of `product` and `customer` can be written, and are heard. */
export async function openCartApp(persistence: Persistence = 'state'): Promise<CartApp> {
  const cart = { module: CartInItsSurroundings, imports: [Surroundings, CartModule.keptAs(persistence)] };
  const app = await openModuleApp({ cart }, { heard: ['product', 'customer'] });
  const unit = app.unit('cart');
  const customer = async (): Promise<string> => {
    const id = newId();
    await unit.run(() => app.get(Customers).take(id, someAddress));
    return id;
  };
  const offer = async (changes: Partial<Offer> = {}): Promise<Offer> => {
    const taken = someOffer(changes);
    await unit.run(() => app.get(Offers).take(taken));
    return taken;
  };
  const shopper = async (): Promise<string> => {
    const [id, { productId }] = [await customer(), await offer()];
    await app.request('PUT', `/carts/${id}/items/${productId}`, { quantity: 2 });
    return id;
  };
  return { ...app, checkouts: app.get(ScriptedCheckouts), customer, offer, shopper };
}

function pendingOrder(id: string, customerId: string): OrderView {
  const at = new Date().toISOString();
  return {
    id,
    customerId,
    number: 1,
    status: 'pending',
    statusHistory: [{ status: 'pending', at }],
    lines: [],
    dropped: [],
    itemsCents: 0,
    freightCents: 0,
    voucherCents: 0,
    totalCents: 0,
    currency: 'EUR',
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
}
