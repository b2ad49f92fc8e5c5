import { setTimeout as pause } from 'node:timers/promises';

import type { Random } from '../data/random.js';
import { untilQuiet } from '../stage/quiescence.js';
import type { EventStoreOptions } from './event-store-options.js';
import { Products } from './products.js';
import type { SplitStage } from './split-stage.js';

export interface Recovery {
  readonly messages: number;
  /** From the new process's being spawned, in ms. */
  readonly readyMs: number;
  readonly firstHandledMs: number;
  readonly allHandledMs: number;
}

const MESSAGES = 10_000;
const PATIENCE_MS = 180_000;
/** Beyond those of other sections, whose messages the service reads as well. */
const FIRST_PRICE = 10_000_000;

/**
 * A service dies with a batch in hand and 10,000 messages behind it, none of them handled, and is started again at once. So
 * that it has not handled any, a table that its handler writes to is locked until it is dead.
 */
export async function measureRecovery(
  stage: SplitStage,
  { repeats }: EventStoreOptions,
  random: Random,
  step: (what: string) => void,
): Promise<Recovery[]> {
  const products = new Products(random, MESSAGES);
  const product = stage.running('product');
  step('a service that listens');
  await stage.start('cart');
  await products.putAll(product.url, FIRST_PRICE);
  await untilHandled(stage, FIRST_PRICE, MESSAGES);
  const found: Recovery[] = [];
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    step(`${MESSAGES} messages that cannot be handled`);
    const price = FIRST_PRICE + repeat;
    const client = stage.client('cart');
    await client.query('BEGIN');
    await client.query('LOCK TABLE cart.offer IN EXCLUSIVE MODE');
    try {
      await products.putAll(product.url, price);
      await untilQuiet(product.url);
      await stage.kill('cart');
    } finally {
      await client.query('ROLLBACK');
    }
    step(`a crash and a restart, ${repeat} of ${repeats}`);
    const began = performance.now();
    const since = (): number => performance.now() - began;
    const first = untilHandled(stage, price, 1).then(since);
    const cart = await stage.start('cart');
    const firstHandledMs = await first;
    await untilHandled(stage, price, MESSAGES);
    found.push({
      ...{ messages: MESSAGES, readyMs: cart.readyAfterMs },
      ...{ firstHandledMs, allHandledMs: since() },
    });
  }
  await stage.stop('cart');
  return found;
}

async function untilHandled(stage: SplitStage, priceCents: number, messages: number): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { rows } = await stage
      .client('cart')
      .query<{ count: number }>('SELECT count(*)::int AS count FROM cart.offer WHERE price_cents = $1', [
        priceCents,
      ]);
    if ((rows[0]?.count ?? 0) >= messages) return;
    if (performance.now() > deadline)
      throw new Error(`Of ${messages} messages ${rows[0]?.count ?? 0} were handled in time.`);
    await pause(25);
  }
}
