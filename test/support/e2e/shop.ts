import {
  type Address,
  type Cart,
  type Customer,
  isDecided,
  type Order,
  type Payment,
  type PaymentMethod,
  type Product,
  type ProductDetails,
  type Seller,
  type Shipment,
  type Stock,
} from '@comparison/checkers/stored';
import { randomUUID } from 'node:crypto';
import { type Answer, type Client, UnexpectedAnswer } from './client.js';
import { eventually } from './eventually.js';

export interface CheckoutBody {
  payment: { method: PaymentMethod; cardToken?: string; installments?: number };
  shippingAddress?: Address;
}

export interface CheckoutOptions {
  readonly key?: string;
  readonly prefer?: string;
  readonly body?: CheckoutBody;
  readonly signal?: AbortSignal;
}

export interface Wanted {
  readonly product: Pick<Product, 'id'>;
  readonly quantity?: number;
  readonly voucherCents?: number;
}

export const boleto: CheckoutBody = { payment: { method: 'boleto' } };
export const byCard: CheckoutBody = {
  payment: { method: 'credit-card', cardToken: 'tok_visa_4f0a', installments: 3 },
};

export function someAddress(over: Partial<Address> = {}): Address {
  return {
    street: 'Rua Augusta 1',
    city: 'Lisboa',
    region: 'Lisboa',
    postalCode: '1100-048',
    country: 'PT',
    ...over,
  };
}

/** Sets the scene over REST: sellers, customers, offers, filled carts. What crosses modules is asked for until it is there. */
export class Shop {
  constructor(private readonly client: Client) {}

  async seller(over: Partial<Seller> = {}): Promise<Seller> {
    const { id, ...body } = {
      id: randomUUID(),
      name: 'Olive & Sons',
      email: 'orders@olive.example',
      address: someAddress(),
      ...over,
    };
    return this.client.put<Seller>(`/sellers/${id}`, body);
  }

  /** A customer whom the cart knows too. */
  async customer(over: Partial<Customer> = {}): Promise<Customer> {
    const { id, ...body } = {
      id: randomUUID(),
      name: 'Ana Silva',
      email: 'ana@silva.example',
      address: someAddress(),
      ...over,
    };
    const customer = await this.client.put<Customer>(`/customers/${id}`, body);
    await this.untilKnown('GET', `/carts/${id}`);
    return customer;
  }

  details(over: Partial<ProductDetails> = {}): ProductDetails {
    return {
      sellerId: randomUUID(),
      name: 'Olive oil, 1 l',
      sku: `OIL-${randomUUID().slice(0, 8)}`,
      category: 'groceries',
      description: 'Cold pressed.',
      priceCents: 1_000,
      freightCents: 250,
      currency: 'EUR',
      ...over,
    };
  }

  /** A product alone: nothing of it in stock. */
  product(over: Partial<ProductDetails> & { id?: string } = {}): Promise<Product> {
    const { id = randomUUID(), ...details } = over;
    return this.client.put<Product>(`/products/${id}`, this.details(details));
  }

  /** A product with `available` pieces of it in stock. */
  async offer(over: Partial<ProductDetails> & { id?: string; available?: number } = {}): Promise<Product> {
    const { available = 100, ...details } = over;
    const product = await this.product(details);
    await this.setStock(product.id, available);
    return product;
  }

  setStock(productId: string, available: number): Promise<Stock> {
    return this.untilKnown<Stock>('PUT', `/stock/${productId}`, { available });
  }

  stock(productId: string): Promise<Stock> {
    return this.client.get<Stock>(`/stock/${productId}`);
  }

  /** Puts an item, at the product's present version as soon as the cart knows it. */
  async putItem(customerId: string, { product, quantity = 1, voucherCents }: Wanted): Promise<Cart> {
    return this.untilKnown<Cart>('PUT', `/carts/${customerId}/items/${product.id}`, {
      quantity,
      ...(voucherCents !== undefined && { voucherCents }),
    });
  }

  cart(customerId: string): Promise<Cart> {
    return this.client.get<Cart>(`/carts/${customerId}`);
  }

  /** A new customer with these things in the cart; without any, one piece of a new offer. */
  async shopper(...wanted: Wanted[]): Promise<Customer> {
    const customer = await this.customer();
    for (const item of wanted.length > 0 ? wanted : [{ product: await this.offer() }])
      await this.putItem(customer.id, item);
    return customer;
  }

  checkOut(customerId: string, options: CheckoutOptions = {}): Promise<Answer<Order>> {
    const { key = randomUUID(), prefer, body = boleto, signal } = options;
    return this.client.send<Order>('POST', `/carts/${customerId}/checkout`, {
      headers: { 'idempotency-key': key, ...(prefer !== undefined && { prefer }) },
      body,
      ...(signal && { signal }),
    });
  }

  /** The decided order of a checkout, whether its answer waited for the decision or not. */
  async order(customerId: string, options: CheckoutOptions = {}): Promise<Order> {
    const answer = await this.checkOut(customerId, options);
    if (answer.status === 201) return answer.body;
    if (answer.status !== 202) throw new UnexpectedAnswer(answer, `checkout of ${customerId}`);
    return this.decided(answer.body.id);
  }

  /** Waits until an order is decided. */
  decided(orderId: string, withinMs = 60_000): Promise<Order> {
    return eventually(
      async () => {
        const order = await this.readOrder(orderId);
        return isDecided(order) && order;
      },
      `order ${orderId} is decided`,
      { withinMs },
    );
  }

  readOrder(orderId: string): Promise<Order> {
    return this.client.get<Order>(`/orders/${orderId}`);
  }

  async payments(orderId: string): Promise<Payment[]> {
    return (await this.client.get<{ items: Payment[] }>(`/payments?orderId=${orderId}`)).items;
  }

  async shipments(orderId: string): Promise<Shipment[]> {
    return (await this.client.get<{ items: Shipment[] }>(`/shipments?orderId=${orderId}`)).items;
  }

  /** Sends until no other module's copy lags behind any more: that is what a 404 with Retry-After says. */
  private async untilKnown<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await eventually(async () => {
      const tried = await this.client.send<Body>(method, path, { body });
      const lags = tried.status === 404 && tried.headers['retry-after'] !== undefined;
      return !lags && tried;
    }, `${method} ${path} is taken`);
    if (answer.status >= 300) throw new UnexpectedAnswer(answer, `${method} ${path}`);
    return answer.body;
  }
}
