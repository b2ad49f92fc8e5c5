import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { checkIfMatch } from '@platform/http';
import { UnitOfWork } from '@platform/persistence';

import { productView } from '../../domain/product-view.js';
import { ProductRepository } from '../../domain/product.repository.js';
import { PutProduct } from './put-product.command.js';

@CommandHandler(PutProduct)
export class PutProductHandler implements ICommandHandler<PutProduct> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly products: ProductRepository,
  ) {}

  execute({ id, details, ifMatch }: PutProduct) {
    return this.unit.run(async () => {
      const product = await this.products.load(id);
      checkIfMatch(ifMatch, product.state?.revision);
      const outcome = product.put(details);
      await this.products.save([product]);
      return { outcome, product: productView(product.data) };
    });
  }
}
