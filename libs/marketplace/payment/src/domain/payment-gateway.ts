import type { ChargeData, ProviderAnswer } from '../contract/index.js';

export interface RefundData {
  readonly chargeId: string;
  readonly amountCents: number;
}

/** `unknown`: ask again under the same key. */
export type RefundAnswer =
  { readonly status: 'refunded' } | { readonly status: 'unknown'; readonly reason: string };

export interface CallOptions {
  readonly timeoutMs: number;
  /** Gives up the wait early. */
  readonly signal?: AbortSignal;
}

/**
 * The way to the payment provider. Same key, same request: the provider answers the same and does nothing twice. What went
 * wrong on the way is an answer (`unknown`), never an exception: whether there was an effect is not known.
 */
export abstract class PaymentGateway {
  abstract charge(idempotencyKey: string, charge: ChargeData, options: CallOptions): Promise<ProviderAnswer>;
  abstract refund(idempotencyKey: string, refund: RefundData, options: CallOptions): Promise<RefundAnswer>;
}
