import {
  ProductCreated,
  type ProductData,
  ProductDeleted,
  ProductPriceChanged,
  ProductReplaced,
} from '@marketplace/product/contract';
import { Consumer, type Message, On } from '@platform/messaging';

import { Offers } from '../domain/replicas.js';

/** Keeps every version of every product: a cart is priced by the version that its item was put with. */
@Consumer({ module: 'cart', name: 'product-replica' })
export class ProductReplicaConsumer {
  constructor(private readonly offers: Offers) {}

  @On(ProductCreated)
  onCreated({ data }: Message<ProductData>): Promise<void> {
    return this.offers.take(data);
  }

  /** One row is written, however many carts hold the product. */
  @On(ProductPriceChanged)
  onPriceChanged({ data }: Message<ProductData>): Promise<void> {
    return this.offers.take(data);
  }

  @On(ProductReplaced)
  onReplaced({ data }: Message<ProductData>): Promise<void> {
    return this.offers.take(data);
  }

  @On(ProductDeleted)
  onDeleted({ data }: Message<ProductData>): Promise<void> {
    return this.offers.take(data);
  }
}
