import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@platform/persistence';

import { ConcludeCharge } from '../../contract/index.js';
import type { Conclusion } from '../../domain/charges.js';
import { PaymentRepository } from '../../domain/payment.repository.js';

@CommandHandler(ConcludeCharge)
export class ConcludeChargeHandler implements ICommandHandler<ConcludeCharge> {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly payments: PaymentRepository,
  ) {}

  execute({ data }: ConcludeCharge): Promise<Conclusion> {
    const { orderId, attempt, answer, vouchersCents } = data;
    return this.uow.run(async () => {
      const charges = await this.payments.load(orderId);
      if (!charges)
        throw new Error(`Nothing was prepared for order ${orderId}; an answer cannot be concluded.`);
      const conclusion = charges.conclude(attempt, answer, vouchersCents);
      await this.payments.save(charges);
      return conclusion;
    });
  }
}
