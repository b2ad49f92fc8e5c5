import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { checkIfMatch } from '@platform/http';
import { UnitOfWork } from '@platform/persistence';

import { ProductRepository } from '../../domain/product.repository.js';
import { productNotFound } from '../product-not-found.js';
import { DeleteProduct } from './delete-product.command.js';

@CommandHandler(DeleteProduct)
export class DeleteProductHandler implements ICommandHandler<DeleteProduct> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly products: ProductRepository,
  ) {}

  execute({ id, ifMatch }: DeleteProduct): Promise<void> {
    return this.unit.run(async () => {
      const product = await this.products.load(id);
      checkIfMatch(ifMatch, product.state?.revision);
      // An id that was never a product is a mistake, unlike one that is a product no more.
      if (!product.state) throw productNotFound(id);
      product.delete();
      await this.products.save([product]);
    });
  }
}
