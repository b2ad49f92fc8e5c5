import { Injectable } from '@nestjs/common';
import { componentLogger, counter } from '@platform/observability';

/** Tells people how the calls to the provider go. Is never given a request's body. */
@Injectable()
export class ProviderCalls {
  private readonly log = componentLogger('payment.gateway');
  private readonly calls = counter({
    name: 'whereabouts_payment_provider_calls_total',
    help: 'Calls to the payment provider, by what was asked for and how it was answered.',
    labels: ['operation', 'answer'],
  });

  made(operation: 'charges' | 'refunds', answer: string): void {
    this.calls.inc({ operation, answer });
  }

  /** The provider and this client disagree on what a request or an answer looks like. */
  refused(operation: string, idempotencyKey: string, status: number): void {
    this.log.error(
      { operation, idempotencyKey, status },
      'The payment provider does not take our requests; check its address and its version.',
    );
  }
}
