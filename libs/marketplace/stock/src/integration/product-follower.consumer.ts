import {
  type ProductData,
  ProductCreated,
  ProductDeleted,
  ProductReplaced,
} from '@marketplace/product/contract';
import { CommandBus } from '@nestjs/cqrs';
import { Consumer, type Message, On } from '@platform/messaging';

import { FollowProduct } from '../features/follow-product/follow-product.command.js';

/** Gives every product a stock, and keeps it at the product's current offer. A price is not an offer of its own. */
@Consumer({ module: 'stock', name: 'product-follower' })
export class ProductFollowerConsumer {
  constructor(private readonly commands: CommandBus) {}

  @On(ProductCreated)
  onCreated({ data }: Message<ProductData>): Promise<void> {
    return this.follow(data);
  }

  @On(ProductReplaced)
  onReplaced({ data }: Message<ProductData>): Promise<void> {
    return this.follow(data);
  }

  @On(ProductDeleted)
  onDeleted({ data }: Message<ProductData>): Promise<void> {
    return this.follow(data);
  }

  private follow({ productId, version, status }: ProductData): Promise<void> {
    return this.commands.execute(new FollowProduct(productId, version, status));
  }
}
