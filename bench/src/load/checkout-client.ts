import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';

const BODY = JSON.stringify({ payment: { method: 'credit-card', cardToken: 'tok_bench' } });
const LONGEST_MS = 40_000;

/** Checks carts out over a fixed number of connections, one request at a time on each, and counts the answers. */
export class CheckoutClient {
  approved = 0;
  readonly others: Record<string, number> = {};
  private readonly pool: Pool;

  constructor(
    url: string,
    connections: number,
    private readonly until: 'decided' | 'accepted' = 'decided',
  ) {
    this.pool = new Pool(url, {
      connections,
      pipelining: 1,
      headersTimeout: LONGEST_MS,
      bodyTimeout: LONGEST_MS,
    });
  }

  async checkOut(customer: string): Promise<void> {
    const what = await this.ask(customer).catch((error: unknown) => String(error));
    if (what === undefined) this.approved += 1;
    else this.others[what] = (this.others[what] ?? 0) + 1;
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  /** @returns nothing when the order was approved, or accepted where that is what counts, else what was answered */
  private async ask(customer: string): Promise<string | undefined> {
    const { statusCode, body } = await this.pool.request({
      method: 'POST',
      path: `/carts/${customer}/checkout`,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        prefer: this.until === 'accepted' ? 'respond-async' : 'wait=30',
      },
      body: BODY,
    });
    const text = await body.text();
    if (this.until === 'accepted' && (statusCode === 201 || statusCode === 202)) return undefined;
    if (statusCode === 201 && text.includes('"status":"approved"')) return undefined;
    return `${statusCode} ${/"(?:detail|status)":"([^"]*)"/.exec(text)?.[1] ?? ''}`.trim();
  }
}
