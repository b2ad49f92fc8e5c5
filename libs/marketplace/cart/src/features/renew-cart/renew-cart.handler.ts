import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { done, type StepOutcome } from '@platform/domain';
import { UnitOfWork } from '@platform/persistence';

import { RenewCart } from '../../contract/index.js';
import { CartRepository } from '../../domain/cart.repository.js';

@CommandHandler(RenewCart)
export class RenewCartHandler implements ICommandHandler<RenewCart> {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: CartRepository,
  ) {}

  execute({ data: { orderId, customerId } }: RenewCart): Promise<StepOutcome<null>> {
    return this.uow.run(async () => {
      const cart = (await this.carts.load(customerId))?.cart;
      if (cart) {
        cart.renew(orderId);
        await this.carts.save(cart);
      }
      return done(null);
    });
  }
}
