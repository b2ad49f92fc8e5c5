import type { Attempt, Order, Product } from '@comparison/checkers/stored';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type Client, problemType } from '../e2e/client.js';
import type { Random } from '../e2e/random.js';
import { boleto, byCard } from '../e2e/shop.js';

export interface ShoppingPlan {
  readonly checkouts: number;
  readonly itemsAtMost: number;
  /** Epoch ms; whoever has no answer by then gives up. */
  readonly until: number;
}

/** What a client may do to its own request: nothing, hang up and ask again, or hang up for good. */
type Temper = 'patient' | 'hasty' | 'gone';

/**
 * One customer who fills the cart and checks out, again and again. Does what the contract asks of clients: after a 5xx, a reset
 * or a time-out the outcome is unknown, and the same is asked again under the same key.
 */
export class Shopper {
  readonly attempts: Attempt[] = [];

  constructor(
    private readonly client: Client,
    private readonly customerId: string,
    private readonly random: Random,
  ) {}

  async shop(offers: readonly Product[], { checkouts, itemsAtMost, until }: ShoppingPlan): Promise<void> {
    for (let round = 0; round < checkouts && Date.now() < until; round += 1) {
      const wanted = new Set(
        Array.from({ length: this.random.integer(1, itemsAtMost) }, () => this.random.skewed(offers)),
      );
      for (const product of wanted) await this.putItem(product, until);
      await this.checkOut(`${this.customerId}-${round}`, until);
    }
  }

  private async putItem({ id, priceCents }: Product, until: number): Promise<void> {
    const quantity = this.random.integer(1, 3);
    const voucherCents = this.random.chance(0.2) ? Math.floor(priceCents / 10) : 0;
    const body = { quantity, voucherCents };
    await this.insist(
      until,
      () => this.client.send('PUT', `/carts/${this.customerId}/items/${id}`, { body }),
      ({ status }) => status === 200,
    );
  }

  private async checkOut(key: string, until: number): Promise<void> {
    const answers: { status: number; text: string }[] = [];
    let sent = 0;
    const body = this.random.chance(0.5) ? boleto : byCard;
    const ask = async (signal: AbortSignal): Promise<Answer<Order>> => {
      sent += 1;
      const headers = { 'idempotency-key': key, prefer: 'wait=5' };
      const path = `/carts/${this.customerId}/checkout`;
      const answer = await this.client.send<Order>('POST', path, { headers, body, signal });
      if (answer.status < 300) answers.push({ status: answer.status, text: answer.text });
      return answer;
    };
    const temper = this.temper();
    if (temper !== 'patient')
      await ask(AbortSignal.timeout(this.random.integer(1, 40))).catch(() => undefined);
    if (temper !== 'gone') {
      // A request that was hung up on may arrive later than what was sent after it, and leave nothing to check out.
      const isDecided = (answer: Answer): boolean =>
        answer.status === 201 || problemType(answer) === 'cart-empty';
      await this.insist(until, () => ask(AbortSignal.timeout(8_000)), isDecided);
      // Whoever asks again after the end is told the same.
      if (this.random.chance(0.3)) await this.insist(until, () => ask(AbortSignal.timeout(8_000)), isDecided);
    }
    this.attempts.push({ customerId: this.customerId, key, sent, answers });
  }

  /** Asks until `isDone`; resets, time-outs, 503 and a cart that is still sealed are no answer. */
  private async insist(
    until: number,
    ask: () => Promise<Answer>,
    isDone: (answer: Answer) => boolean,
  ): Promise<void> {
    while (Date.now() < until) {
      const answer = await ask().catch(() => undefined);
      if (answer && isDone(answer)) return;
      await pause(this.random.integer(20, 80));
    }
  }

  private temper(): Temper {
    if (this.random.chance(0.1)) return 'hasty';
    return this.random.chance(0.05) ? 'gone' : 'patient';
  }
}
