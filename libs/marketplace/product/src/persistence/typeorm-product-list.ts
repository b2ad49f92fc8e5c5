import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';
import { MoreThan } from 'typeorm';

import type { ProductView } from '../contract/index.js';
import { type ProductFilter, ProductList } from '../domain/product-list.js';
import { productView } from '../domain/product-view.js';
import { ProductEntity } from './product.entity.js';

@Injectable()
export class TypeOrmProductList extends ProductList {
  constructor(private readonly unit: UnitOfWork) {
    super();
  }

  override async page(
    { sellerId, category }: ProductFilter,
    after: string | undefined,
    limit: number,
  ): Promise<ProductView[]> {
    const rows = await this.unit.entities.find(ProductEntity, {
      where: {
        status: 'active',
        ...(sellerId !== undefined && { sellerId }),
        ...(category !== undefined && { category }),
        ...(after !== undefined && { productId: MoreThan(after) }),
      },
      order: { productId: 'ASC' },
      take: limit,
    });
    return rows.map((row) => productView(row));
  }
}
