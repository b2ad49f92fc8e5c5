import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { done, type StepOutcome } from '@platform/domain';
import { UnitOfWork } from '@platform/persistence';

import { ReopenCart } from '../../contract/index.js';
import { CartRepository } from '../../domain/cart.repository.js';

@CommandHandler(ReopenCart)
export class ReopenCartHandler implements ICommandHandler<ReopenCart> {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: CartRepository,
  ) {}

  execute({ data: { orderId, customerId } }: ReopenCart): Promise<StepOutcome<null>> {
    return this.uow.run(async () => {
      const cart = (await this.carts.load(customerId))?.cart;
      if (cart) {
        cart.reopen(orderId);
        await this.carts.save(cart);
      }
      return done(null);
    });
  }
}
