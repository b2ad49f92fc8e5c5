import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { done, refused, type StepOutcome } from '@platform/domain';
import { UnitOfWork } from '@platform/persistence';

import { PrepareCharge, type PreparedCharge } from '../../contract/index.js';
import { PaymentRepository } from '../../domain/payment.repository.js';

/** How long after its first attempt an order may wait for the provider's answer. */
const PATIENCE_MS = 30_000;

@CommandHandler(PrepareCharge)
export class PrepareChargeHandler implements ICommandHandler<PrepareCharge> {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly payments: PaymentRepository,
  ) {}

  execute({ data }: PrepareCharge): Promise<StepOutcome<PreparedCharge>> {
    return this.uow.run(async () => {
      const { n, idempotencyKey, firstAgoMs, isAbandoned } = await this.payments.prepare(data);
      if (isAbandoned) return refused('charge-abandoned', undefined);
      return done({
        attempt: n,
        idempotencyKey,
        needsCall: data.amountCents > 0,
        askForMs: Math.max(0, PATIENCE_MS - firstAgoMs),
      });
    });
  }
}
