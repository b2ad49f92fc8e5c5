import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import { CallProvider, type ProviderAnswer } from '../../contract/index.js';
import { PaymentGateway } from '../../domain/payment-gateway.js';

@CommandHandler(CallProvider)
export class CallProviderHandler implements ICommandHandler<CallProvider> {
  constructor(private readonly gateway: PaymentGateway) {}

  execute({ data }: CallProvider): Promise<ProviderAnswer> {
    const { charge, timeoutMs, ...asked } = data;
    return this.gateway.charge(charge.idempotencyKey, asked, { timeoutMs });
  }
}
