import type { ChargeData, ProviderAnswer } from '../contract/index.js';
import { PaymentGateway, type RefundAnswer, type RefundData } from '../domain/payment-gateway.js';

interface Entry {
  readonly key: string;
  readonly type: 'charge' | 'refund';
  readonly amountCents: number;
  readonly request: ChargeData | RefundData;
}

const UNREACHABLE = { status: 'unknown', reason: 'unreachable' } as const;

/** A provider in memory that keeps its word: an answer sticks to its key, and every effect is in the ledger. */
export class FakeProvider extends PaymentGateway {
  /** Whether calls get through at all. */
  reachable = true;
  /** What it does without its answer getting back. */
  losesRepliesTo: Entry['type'] | 'nothing' = 'nothing';
  declines = false;
  readonly ledger: Entry[] = [];
  readonly calls: { readonly key: string; readonly request: ChargeData | RefundData }[] = [];
  private readonly answers = new Map<string, ProviderAnswer | RefundAnswer>();

  override charge(key: string, request: ChargeData): Promise<ProviderAnswer> {
    return this.answer<ProviderAnswer>('charge', key, request, () => {
      if (this.declines) return { status: 'declined', reason: 'no funds', chargeId: `ch ${key}` };
      this.ledger.push({ key, type: 'charge', amountCents: request.amountCents, request });
      return { status: 'captured', chargeId: `ch ${key}` };
    });
  }

  override refund(key: string, request: RefundData): Promise<RefundAnswer> {
    return this.answer<RefundAnswer>('refund', key, request, () => {
      this.ledger.push({ key, type: 'refund', amountCents: -request.amountCents, request });
      return { status: 'refunded' };
    });
  }

  /** What the provider has taken and not given back under keys that contain `part`, in cents. */
  net(part: string): number {
    return this.ledger
      .filter(({ key }) => key.includes(part))
      .reduce((sum, { amountCents }) => sum + amountCents, 0);
  }

  private async answer<Answer extends ProviderAnswer | RefundAnswer>(
    type: Entry['type'],
    key: string,
    request: ChargeData | RefundData,
    decide: () => Answer,
  ): Promise<Answer | typeof UNREACHABLE> {
    await Promise.resolve();
    this.calls.push({ key, request });
    if (!this.reachable) return UNREACHABLE;
    const known = this.answers.get(key) as Answer | undefined;
    const answer = known ?? decide();
    this.answers.set(key, answer);
    return this.losesRepliesTo === type ? UNREACHABLE : answer;
  }
}
