import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { checkIfMatch } from '@platform/http';
import { UnitOfWork } from '@platform/persistence';

import type { ProductView } from '../../contract/index.js';
import { productView } from '../../domain/product-view.js';
import { ProductRepository } from '../../domain/product.repository.js';
import { ChangePrice } from './change-price.command.js';

@CommandHandler(ChangePrice)
export class ChangePriceHandler implements ICommandHandler<ChangePrice> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly products: ProductRepository,
  ) {}

  execute({ id, priceCents, ifMatch }: ChangePrice): Promise<ProductView> {
    return this.unit.run(async () => {
      const product = await this.products.load(id);
      checkIfMatch(ifMatch, product.state?.revision);
      product.changePrice(priceCents);
      await this.products.save([product]);
      return productView(product.data);
    });
  }
}
