import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@platform/persistence';

import { CartRepository } from '../../domain/cart.repository.js';
import { cartOf } from '../cart-of.js';
import { AbandonCart } from './abandon-cart.command.js';

@CommandHandler(AbandonCart)
export class AbandonCartHandler implements ICommandHandler<AbandonCart> {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: CartRepository,
  ) {}

  execute({ data: { customerId, ifMatch } }: AbandonCart): Promise<void> {
    return this.uow.run(async () => {
      const { cart } = cartOf(customerId, await this.carts.load(customerId), ifMatch);
      cart.abandon();
      await this.carts.save(cart);
    });
  }
}
