import type { SeenOrder } from '@comparison/protocol';
import type { Client } from '../client/clients.js';
import { type Answer, NoAnswer } from '../client/http.js';
import { isDecided } from '../measure/checkout-tally.js';
import type { Scene } from './scene.js';

const FIRST_MS = 20;
const LONGEST_MS = 1_000;
const GROWTH = 1.5;
const REQUEST_MS = 10_000;

/**
 * Asks for an order, ever less often, until it is decided: one operation of the history, however often it asks. A refusal ends it,
 * as an acknowledged order must be there to be read, and begins another.
 * @returns the decided order; undefined when the stretch was over first
 */
export async function followOrder(
  { operations, tally, halt }: Scene,
  client: Client,
  orderId: string,
  from: number,
): Promise<SeenOrder | undefined> {
  let invoked = operations.invoke(client, 'decided', { orderId });
  let before: unknown;
  for (let pause = FIRST_MS; ; pause = Math.min(LONGEST_MS, pause * GROWTH)) {
    await halt.pause(pause);
    if (halt.isOver()) break;
    tally.polls += 1;
    const answer = await ask(() =>
      operations.http.send('GET', `/orders/${orderId}`, { withinMs: REQUEST_MS }),
    );
    if (!answer || answer.status >= 500) continue;
    if (answer.status < 400 && !isDecided(answer.body as SeenOrder)) {
      before = answer.body;
      continue;
    }
    const seen = {
      status: answer.status,
      body: { ...(answer.body as object), ...(before !== undefined && { before }) },
    };
    const { body, at } = operations.answered(invoked, seen);
    if (body) {
      tally.checkouts.decide(body, from, at);
      return body;
    }
    invoked = operations.invoke(client, 'decided', { orderId });
  }
  operations.unknown(invoked, 'undecided');
  tally.checkouts.leaveUndecided(from, performance.now());
  return undefined;
}

async function ask(send: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  }
}
