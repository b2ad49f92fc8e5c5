import { Agent, request } from 'undici';

export interface Charge {
  readonly orderId: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly method: string;
  readonly cardToken?: string;
}

/** The payment provider, asked once per order. */
export class Provider {
  private readonly agent = new Agent({ connections: 128, pipelining: 1 });

  constructor(private readonly url: string) {}

  /** @returns the id of the charge. @throws Error when the provider did not capture */
  async charge(charge: Charge): Promise<string> {
    const { statusCode, body } = await request(`${this.url}/charges`, {
      dispatcher: this.agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `bare-${charge.orderId}` },
      body: JSON.stringify(charge),
      headersTimeout: 2_000,
      bodyTimeout: 2_000,
    });
    const answer = (await body.json()) as { id?: string; status?: string };
    if (statusCode === 201 && answer.status === 'captured' && answer.id !== undefined) return answer.id;
    throw new Error(`The charge of order ${charge.orderId} ended with ${statusCode} ${answer.status ?? ''}.`);
  }

  close(): Promise<void> {
    return this.agent.close();
  }
}
