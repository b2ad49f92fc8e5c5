import type { SeenOrder } from '@comparison/protocol';
import { randomUUID } from 'node:crypto';
import type { Client } from '../client/clients.js';
import type { Customer } from '../client/customers.js';
import type { Operations } from '../client/operations.js';
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

/** What is asked for under one key, however often. */
interface Asked {
  readonly customerId: string;
  readonly idempotencyKey: string;
  readonly method: string;
  readonly waitSeconds: number;
}

export interface CheckedOut {
  readonly order: SeenOrder;
  /** Sends the same once more, under the same key. */
  readonly again: () => Promise<unknown>;
}

/**
 * Sends a checkout, and sends it again under the same key while its answer is unknown and the stretch is not over; an order that
 * is not decided yet is followed. @returns the decided order, or undefined when there is none
 */
export async function checkOut(
  scene: Scene,
  client: Client,
  { customer, method, from }: Checkout,
): Promise<CheckedOut | undefined> {
  const { operations, tally, halt, waitSeconds } = scene;
  // Not of the seed: on a deployment that knows the key already, it would be answered with an order of an earlier run.
  const asked = { customerId: customer.id, idempotencyKey: randomUUID(), method, waitSeconds };
  tally.checkouts.begin();
  for (let attempt = 1; ; attempt += 1) {
    const due = attempt === 1 ? from : undefined;
    const ended = await send(operations, client, { ...asked, attempt }, due);
    if (ended.body) {
      tally.checkouts.acknowledge(from, ended.at);
      const again = () =>
        send(operations.uncounted(), client, { ...asked, attempt: attempt + 1, replay: true });
      if (isDecided(ended.body)) {
        tally.checkouts.decide(ended.body, from, ended.at);
        return { order: ended.body, again };
      }
      const order = await followOrder(scene, client, ended.body.id, from);
      return order && { order, again };
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

function send(
  operations: Operations,
  client: Client,
  input: Asked & { readonly attempt: number; readonly replay?: true },
  due?: number,
) {
  const { customerId, idempotencyKey, method, waitSeconds } = input;
  return operations.perform(
    client,
    'checkout',
    input,
    {
      ...{ method: 'POST', path: `/carts/${customerId}/checkout` },
      body: { payment: method === 'boleto' ? { method } : { method, cardToken: 'tok_workload' } },
      headers: { 'idempotency-key': idempotencyKey, prefer: `wait=${waitSeconds}` },
      withinMs: waitSeconds * 1_000 + GRACE_MS,
    },
    due,
  );
}
