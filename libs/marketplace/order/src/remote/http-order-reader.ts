import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'undici';
import { z } from 'zod';

import { OrderReader, type OrderView, orderViewSchema } from '../contract/index.js';
import { INTERNAL_ORDERS_PATH, MOST_INTERNAL_ORDERS } from '../contract/internal-orders.js';
import { OrderServiceUnreachableError } from './order-service-unreachable.error.js';
import { SharedReads } from './shared-reads.js';

const CONNECTIONS = 32;
const CONNECT_MS = 1_000;
/** Orders are read by their keys: who has not answered by then hangs, and another replica may not. */
const ANSWER_MS = 2_000;

/** Read one by one: an order that cannot be understood is no reason not to read the others. */
const answerSchema = z.object({ orders: z.array(z.looseObject({ id: z.string() })) });
type Found = OrderView | OrderServiceUnreachableError;

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
  override async read(orderId: string): Promise<OrderView | undefined> {
    const found = await this.reads.read(orderId);
    if (found instanceof OrderServiceUnreachableError) throw found;
    return found;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.destroy()));
  }

  private async readAll(ids: readonly string[]): Promise<ReadonlyMap<string, Found>> {
    const failures: unknown[] = [];
    for (const replica of this.replicasInTurn()) {
      try {
        return await ask(replica, ids);
      } catch (error) {
        failures.push(error);
      }
    }
    throw new OrderServiceUnreachableError(failures);
  }

  /** Every replica once, each call beginning with another one. */
  private replicasInTurn(): readonly Pool[] {
    const first = this.next;
    this.next = (first + 1) % this.replicas.length;
    return [...this.replicas.slice(first), ...this.replicas.slice(0, first)];
  }
}

async function ask(replica: Pool, ids: readonly string[]): Promise<ReadonlyMap<string, Found>> {
  const { statusCode, body } = await replica.request({
    method: 'GET',
    path: INTERNAL_ORDERS_PATH,
    query: { ids: ids.join(',') },
  });
  if (statusCode === 200) {
    const { orders } = answerSchema.parse(await body.json());
    return new Map(orders.map((order) => [order.id, understood(order)]));
  }
  await body.dump();
  throw new Error(`status ${statusCode}`);
}

function understood(order: unknown): Found {
  const { data, error } = orderViewSchema.safeParse(order);
  return data ?? new OrderServiceUnreachableError([error]);
}
