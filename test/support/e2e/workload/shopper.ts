import type { Attempt, Order, Product } from '@comparison/checkers/stored';
import { randomUUID } from 'node:crypto';
import { type Answer, UnexpectedAnswer } from '../client.js';
import { eventually } from '../eventually.js';
import type { Marketplace } from '../marketplace.js';
import type { Random } from '../random.js';
import { boleto, byCard, type CheckoutBody } from '../shop.js';

/** How a shopper treats one checkout. */
type Manner = 'patient' | 'hasty' | 'impatient' | 'twice at once' | 'gone';

/** One customer: fills the cart, checks out, and asks again under the same key whenever an answer is lost. */
export class Shopper {
  constructor(
    private readonly at: Marketplace,
    private readonly customerId: string,
    private readonly products: readonly Product[],
    private readonly random: Random,
  ) {}

  /** One round of shopping. @returns what was tried, with every answer that arrived */
  async buy(): Promise<Attempt[]> {
    if (!(await this.fill())) return [];
    const manner = this.manner();
    const body = this.random.chance(0.5) ? byCard : boleto;
    const key = randomUUID();
    const at = Date.now();
    const answers: Answer<Order>[] = [];
    let sent = 0;
    const send = async (prefer: string, abortAfterMs?: number): Promise<Answer<Order> | undefined> => {
      sent += 1;
      const answer = await this.checkOut(key, body, prefer, abortAfterMs);
      if (answer && answer.status < 300) answers.push(answer);
      return answer;
    };
    const attempt = (): Attempt[] => [{ customerId: this.customerId, key, at, sent, answers }];

    switch (manner) {
      case 'gone':
        await send('wait=10', this.random.integer(0, 60));
        return attempt();
      case 'impatient':
        await send('wait=10', this.random.integer(0, 150));
        break;
      case 'hasty':
        await send('respond-async');
        break;
      case 'twice at once':
        await Promise.all([send('wait=10'), send('wait=10')]);
        break;
      case 'patient':
        break;
    }
    await eventually(
      async () => {
        const answer = await send('wait=10');
        // The checkout of a shopper who had gone may have sealed or emptied the cart: then this key makes no order.
        return answer?.status === 201 || answer?.status === 409;
      },
      `checkout ${key} of ${this.customerId} is decided`,
      { withinMs: 60_000, everyMs: 200 },
    );
    // What was answered can be read, by its id, at once.
    const order = answers.at(-1)?.body;
    if (order) await this.at.shop.readOrder(order.id);
    // A decided answer is asked for once more now and then: it must be replayed to the byte.
    if (this.random.chance(0.3)) await send('wait=10');
    return attempt();
  }

  /** @returns whether there is something in the cart that can be checked out now */
  private async fill(): Promise<boolean> {
    for (let items = this.random.integer(1, 4); items > 0; items -= 1) {
      const { id, priceCents } = this.random.skewed(this.products);
      const quantity = this.random.integer(1, 3);
      const voucherCents = this.random.chance(0.2) ? Math.floor((priceCents * quantity) / 10) : 0;
      const answer = await this.at.client.send('PUT', `/carts/${this.customerId}/items/${id}`, {
        body: { quantity, voucherCents },
      });
      // Sealed: a checkout whose answer this shopper did not wait for is still under way.
      if (answer.status === 409) return false;
    }
    return true;
  }

  private manner(): Manner {
    const dice = this.random.next();
    if (dice < 0.1) return 'gone';
    if (dice < 0.3) return 'impatient';
    if (dice < 0.45) return 'hasty';
    if (dice < 0.6) return 'twice at once';
    return 'patient';
  }

  /** @returns undefined when the answer was lost or is a 5xx: unknown, to be asked again under the same key */
  private async checkOut(
    key: string,
    body: CheckoutBody,
    prefer: string,
    abortAfterMs?: number,
  ): Promise<Answer<Order> | undefined> {
    const signal = abortAfterMs === undefined ? undefined : AbortSignal.timeout(abortAfterMs);
    try {
      const answer = await this.at.shop.checkOut(this.customerId, {
        key,
        body,
        prefer,
        ...(signal && { signal }),
      });
      if ([201, 202, 409].includes(answer.status)) return answer;
      if (answer.status === 503) return undefined;
      throw new UnexpectedAnswer(answer, `checkout of ${this.customerId}`);
    } catch (error) {
      if (signal?.aborted === true || isLostConnection(error)) return undefined;
      throw error;
    }
  }
}

function isLostConnection(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return ['UND_ERR_SOCKET', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'UND_ERR_ABORTED'].includes(code);
}
