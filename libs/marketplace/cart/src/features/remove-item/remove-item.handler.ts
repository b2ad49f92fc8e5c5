import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@platform/persistence';

import { CartRepository } from '../../domain/cart.repository.js';
import { cartOf } from '../cart-of.js';
import { RemoveItem } from './remove-item.command.js';

@CommandHandler(RemoveItem)
export class RemoveItemHandler implements ICommandHandler<RemoveItem> {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: CartRepository,
  ) {}

  execute({ data: { customerId, productId, ifMatch } }: RemoveItem): Promise<void> {
    return this.uow.run(async () => {
      const { cart } = cartOf(customerId, await this.carts.load(customerId), ifMatch);
      cart.remove(productId);
      await this.carts.save(cart);
    });
  }
}
