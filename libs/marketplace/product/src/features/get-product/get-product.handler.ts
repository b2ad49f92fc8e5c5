import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@platform/persistence';

import type { ProductView } from '../../contract/index.js';
import { productView } from '../../domain/product-view.js';
import { ProductRepository } from '../../domain/product.repository.js';
import { productNotFound } from '../product-not-found.js';
import { GetProduct } from './get-product.query.js';

@QueryHandler(GetProduct)
export class GetProductHandler implements IQueryHandler<GetProduct> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly products: ProductRepository,
  ) {}

  async execute({ id }: GetProduct): Promise<ProductView> {
    const product = await this.unit.read(() => this.products.find(id));
    if (!product) throw productNotFound(id);
    return productView(product.data);
  }
}
