import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '@platform/domain';
import { UnitOfWork } from '@platform/persistence';

import { CartRepository } from '../../domain/cart.repository.js';
import { Offers } from '../../domain/replicas.js';
import { cartOf } from '../cart-of.js';
import { whenKnown } from '../when-known.js';
import { PutItem, type PutItemResult } from './put-item.command.js';

@CommandHandler(PutItem)
export class PutItemHandler implements ICommandHandler<PutItem> {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: CartRepository,
    private readonly offers: Offers,
  ) {}

  execute({ data }: PutItem): Promise<PutItemResult> {
    return whenKnown(() => this.put(data));
  }

  private put({
    customerId,
    productId,
    quantity,
    voucherCents,
    ifMatch,
  }: PutItem['data']): Promise<PutItemResult> {
    return this.uow.run(async () => {
      const { cart } = cartOf(customerId, await this.carts.load(customerId), ifMatch);
      const offer = await this.offers.current(productId);
      if (!offer)
        throw new DomainError('not-found', `Product ${productId} is not known to the cart (yet).`, {
          retryAfterSeconds: 1,
        });
      const isNew = cart.put(offer, quantity, voucherCents);
      await this.carts.save(cart);
      const after = cartOf(customerId, await this.carts.read(customerId));
      return { isNew, cart: after.view(), tag: after.tag };
    });
  }
}
