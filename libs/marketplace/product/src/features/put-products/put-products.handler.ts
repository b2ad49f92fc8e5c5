import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type BatchResult, runBatch } from '@platform/http';
import { UnitOfWork } from '@platform/persistence';

import { Product } from '../../domain/product.js';
import { ProductRepository } from '../../domain/product.repository.js';
import { putProductItem } from '../put-product/product-body.js';
import { PutProducts } from './put-products.command.js';

const identified = putProductItem.pick({ id: true });

@CommandHandler(PutProducts)
export class PutProductsHandler implements ICommandHandler<PutProducts> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly products: ProductRepository,
  ) {}

  execute({ items }: PutProducts): Promise<BatchResult> {
    return this.unit.run(async () => {
      const ids = items.flatMap((item) => identified.safeParse(item).data?.id ?? []);
      const products = await this.products.loadAll(ids);
      const result = await runBatch(items, putProductItem, ({ id, ...details }) => {
        // Every item that is valid has an id, and every id was loaded.
        (products.get(id) as Product).put(details);
        return Promise.resolve();
      });
      await this.products.save(products.values());
      return result;
    });
  }
}
