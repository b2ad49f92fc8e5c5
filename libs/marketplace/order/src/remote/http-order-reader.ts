import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'undici';

import { OrderReader, type OrderView, orderViewSchema } from '../contract/index.js';
import { OrderServiceUnreachableError } from './order-service-unreachable.error.js';

const CONNECTIONS = 32;
const CONNECT_MS = 1_000;
/** An order is read by its key: who has not answered by then hangs, and another replica may not. */
const ANSWER_MS = 2_000;

/** Reads orders from the replicas of the service that hosts the order module, wherever they are. */
@Injectable()
export class HttpOrderReader extends OrderReader implements OnApplicationShutdown {
  private readonly replicas: readonly Pool[];
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
    const failures: unknown[] = [];
    for (const replica of this.inTurn()) {
      try {
        return await ask(replica, orderId);
      } catch (error) {
        failures.push(error);
      }
    }
    throw new OrderServiceUnreachableError(failures);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.destroy()));
  }

  /** Every replica once, each call beginning with another one. */
  private inTurn(): readonly Pool[] {
    const first = this.next;
    this.next = (first + 1) % this.replicas.length;
    return [...this.replicas.slice(first), ...this.replicas.slice(0, first)];
  }
}

async function ask(replica: Pool, orderId: string): Promise<OrderView | undefined> {
  const { statusCode, body } = await replica.request({
    method: 'GET',
    path: `/orders/${encodeURIComponent(orderId)}`,
  });
  if (statusCode === 200) return orderViewSchema.parse(await body.json());
  await body.dump();
  if (statusCode === 404) return undefined;
  throw new Error(`status ${statusCode}`);
}
