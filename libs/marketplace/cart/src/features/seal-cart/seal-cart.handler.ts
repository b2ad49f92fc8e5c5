import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { done, refused, type StepOutcome } from '@platform/domain';
import { UnitOfWork } from '@platform/persistence';

import { SealCart, type SealedCart, type SealRefusal } from '../../contract/index.js';
import { CartRepository } from '../../domain/cart.repository.js';
import { KeysInHand } from '../check-out/keys-in-hand.js';

@CommandHandler(SealCart)
export class SealCartHandler implements ICommandHandler<SealCart> {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: CartRepository,
    private readonly keys: KeysInHand,
  ) {}

  execute({ data: { orderId, customerId } }: SealCart): Promise<StepOutcome<SealedCart, SealRefusal>> {
    return this.uow.run(async () => {
      const priced = await this.carts.load(customerId);
      if (!priced) return refused('customer-unknown', { problem: 'customer-unknown' } as const);
      const { cart } = priced;
      if (cart.isSealedFor(orderId)) return done(await this.carts.sealedContent(cart));
      const outcome = cart.seal(orderId, () => priced.sealed(), this.keys.of(orderId));
      await this.carts.save(cart);
      return outcome;
    });
  }
}
