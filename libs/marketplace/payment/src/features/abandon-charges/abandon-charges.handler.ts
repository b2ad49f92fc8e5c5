import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { done, type StepOutcome } from '@platform/domain';
import { UnitOfWork } from '@platform/persistence';

import { AbandonCharges } from '../../contract/index.js';
import { PaymentRepository } from '../../domain/payment.repository.js';

@CommandHandler(AbandonCharges)
export class AbandonChargesHandler implements ICommandHandler<AbandonCharges> {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly payments: PaymentRepository,
  ) {}

  execute({ data }: AbandonCharges): Promise<StepOutcome<null>> {
    return this.uow.run(async () => {
      if (data.charge) await this.payments.prepare(data.charge);
      const charges = await this.payments.load(data.orderId);
      if (charges) {
        charges.abandon();
        await this.payments.save(charges);
      }
      return done(null);
    });
  }
}
