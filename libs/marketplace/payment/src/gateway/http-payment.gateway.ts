import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, request } from 'undici';
import { z } from 'zod';

import { type ChargeData, PaymentProviderUrl, type ProviderAnswer } from '../contract/index.js';
import {
  type CallOptions,
  PaymentGateway,
  type RefundAnswer,
  type RefundData,
} from '../domain/payment-gateway.js';
import { ProviderCalls } from './provider-calls.js';

const CONNECTIONS = 128;

const chargeAnswer = z.object({
  id: z.string().min(1),
  status: z.enum(['captured', 'declined']),
  reason: z.string().optional(),
});
const refundAnswer = z.object({ status: z.literal('refunded') });

type Unknown = { readonly status: 'unknown'; readonly reason: string };

/** The provider over HTTP. Only an answer of the documented shape counts; everything else leaves the effect unknown. */
@Injectable()
export class HttpPaymentGateway extends PaymentGateway implements OnApplicationShutdown {
  private readonly agent = new Agent({ connections: CONNECTIONS, pipelining: 1 });
  private readonly base: string;

  constructor(
    url: PaymentProviderUrl,
    private readonly calls: ProviderCalls,
  ) {
    super();
    this.base = url.base.replace(/\/+$/, '');
  }

  override async charge(key: string, charge: ChargeData, options: CallOptions): Promise<ProviderAnswer> {
    const { orderId, amountCents, currency, method, cardToken } = charge;
    const body = { orderId, amountCents, currency, method, cardToken };
    const answer = await this.post('charges', key, body, chargeAnswer, options);
    if (answer.status === 'unknown') return answer;
    if (answer.status === 'captured') return { status: 'captured', chargeId: answer.id };
    return { status: 'declined', reason: answer.reason ?? 'declined by the provider', chargeId: answer.id };
  }

  override async refund(key: string, refund: RefundData, options: CallOptions): Promise<RefundAnswer> {
    return this.post('refunds', key, refund, refundAnswer, options);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  private async post<Answer extends { status: string }>(
    path: 'charges' | 'refunds',
    key: string,
    body: object,
    schema: z.ZodType<Answer>,
    { timeoutMs, signal }: CallOptions,
  ): Promise<Answer | Unknown> {
    const timeout = AbortSignal.timeout(timeoutMs);
    const answer = await this.ask(
      path,
      key,
      body,
      schema,
      signal ? AbortSignal.any([timeout, signal]) : timeout,
    ).catch((error: unknown): Unknown => ({ status: 'unknown', reason: reasonOf(error) }));
    this.calls.made(path, answer.status);
    return answer;
  }

  private async ask<Answer>(
    path: string,
    key: string,
    body: object,
    schema: z.ZodType<Answer>,
    signal: AbortSignal,
  ): Promise<Answer | Unknown> {
    const { statusCode, body: answer } = await request(`${this.base}/${path}`, {
      dispatcher: this.agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
      signal,
    });
    if (statusCode < 200 || statusCode > 299) {
      await answer.dump();
      // It refuses to look at our request: nothing that asking again would mend, so somebody must hear of it.
      if (statusCode >= 300 && statusCode < 500 && statusCode !== 429)
        this.calls.refused(path, key, statusCode);
      return { status: 'unknown', reason: `status ${statusCode}` };
    }
    const parsed = schema.safeParse(await answer.json());
    if (parsed.success) return parsed.data;
    this.calls.refused(path, key, statusCode);
    return { status: 'unknown', reason: 'not an answer that the provider documents' };
  }
}

/** Says what kind of failure it was and nothing of the request, which carries the card's token. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'failed';
  const name = 'name' in error ? error.name : undefined;
  if (name === 'TimeoutError') return 'timeout';
  if (name === 'AbortError') return 'given up';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return typeof name === 'string' ? name : 'failed';
}
