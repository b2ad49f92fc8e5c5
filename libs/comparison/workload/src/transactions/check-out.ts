import type { SeenOrder } from '@comparison/protocol';
import { randomUUID } from 'node:crypto';
import type { Client } from '../client/clients.js';
import type { Customer } from '../client/customers.js';
import { isDecided } from '../measure/checkout-tally.js';
import { followOrder } from './follow-order.js';
import { retryPause } from './retry-pause.js';
import type { Scene } from './scene.js';

const GRACE_MS = 10_000;

interface Checkout {
  readonly customer: Customer;
  readonly method: string;
  /** When it should have been sent. */
  readonly from: number;
}

/**
 * Sends a checkout, and sends it again under the same key while its answer is unknown and the stretch is not over; an order that
 * is not decided yet is followed. @returns the decided order, or undefined when there is none
 */
export async function checkOut(
  scene: Scene,
  client: Client,
  { customer, method, from }: Checkout,
): Promise<SeenOrder | undefined> {
  const { operations, tally, halt, waitSeconds } = scene;
  // Not of the seed: on a deployment that knows the key already, it would be answered with an order of an earlier run.
  const idempotencyKey = randomUUID();
  const { id: customerId } = customer;
  tally.checkouts.begin();
  for (let attempt = 1; ; attempt += 1) {
    const ended = await operations.perform(
      client,
      'checkout',
      { customerId, idempotencyKey, method, waitSeconds, attempt },
      {
        ...{ method: 'POST', path: `/carts/${customerId}/checkout` },
        body: { payment: method === 'boleto' ? { method } : { method, cardToken: 'tok_workload' } },
        headers: { 'idempotency-key': idempotencyKey, prefer: `wait=${waitSeconds}` },
        withinMs: waitSeconds * 1_000 + GRACE_MS,
      },
      attempt === 1 ? from : undefined,
    );
    if (ended.body) {
      tally.checkouts.acknowledge(from, ended.at);
      const order = ended.body;
      if (!isDecided(order)) return followOrder(scene, client, order.id, from);
      tally.checkouts.decide(order, from, ended.at);
      return order;
    }
    if (ended.type === 'fail') {
      tally.checkouts.end('refused');
      return undefined;
    }
    await halt.pause(retryPause(attempt));
    if (halt.isOver()) {
      tally.checkouts.end('unknown');
      return undefined;
    }
  }
}
