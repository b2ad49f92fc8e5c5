import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'undici';

import { OrderReader, type OrderView } from '../contract/index.js';
import {
  INTERNAL_ORDERS_PATH,
  internalOrdersSchema,
  MOST_INTERNAL_ORDERS,
} from '../contract/internal-orders.js';
import { OrderServiceUnreachableError } from './order-service-unreachable.error.js';
import { SharedReads } from './shared-reads.js';

const CONNECTIONS = 32;
const CONNECT_MS = 1_000;
/** Orders are read by their keys: who has not answered by then hangs, and another replica may not. */
const ANSWER_MS = 2_000;

/** Reads orders from the replicas of the service that hosts the order module, wherever they are; many at a time when many are asked for. */
@Injectable()
export class HttpOrderReader extends OrderReader implements OnApplicationShutdown {
  private readonly replicas: readonly Pool[];
  private readonly reads = new SharedReads((ids) => this.readAll(ids), MOST_INTERNAL_ORDERS);
  private next = 0;

  /** @param urls base address of each replica; at least one */
  constructor(urls: readonly string[]) {
    super();
    this.replicas = urls.map(
      (url) =>
        new Pool(url, {
          connections: CONNECTIONS,
          headersTimeout: ANSWER_MS,
          bodyTimeout: ANSWER_MS,
          connect: { timeout: CONNECT_MS },
        }),
    );
  }

  /** @throws OrderServiceUnreachableError when no replica can say */
  override read(orderId: string): Promise<OrderView | undefined> {
    return this.reads.read(orderId);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.destroy()));
  }

  private async readAll(ids: readonly string[]): Promise<ReadonlyMap<string, OrderView>> {
    const failures: unknown[] = [];
    for (const replica of this.inTurn()) {
      try {
        const orders = await ask(replica, ids);
        return new Map(orders.map((order) => [order.id, order]));
      } catch (error) {
        failures.push(error);
      }
    }
    throw new OrderServiceUnreachableError(failures);
  }

  /** Every replica once, each call beginning with another one. */
  private inTurn(): readonly Pool[] {
    const first = this.next;
    this.next = (first + 1) % this.replicas.length;
    return [...this.replicas.slice(first), ...this.replicas.slice(0, first)];
  }
}

async function ask(replica: Pool, ids: readonly string[]): Promise<OrderView[]> {
  const { statusCode, body } = await replica.request({
    method: 'GET',
    path: INTERNAL_ORDERS_PATH,
    query: { ids: ids.join(',') },
  });
  if (statusCode === 200) return internalOrdersSchema.parse(await body.json()).orders;
  await body.dump();
  throw new Error(`status ${statusCode}`);
}
