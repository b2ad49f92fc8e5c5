import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';

import type { ProductData, ProductView } from '../contract/index.js';
import { type ProductFilter, ProductList } from '../domain/product-list.js';
import { productView } from '../domain/product-view.js';

/** The list as a projection shows it, which may be a moment behind the products' streams. */
@Injectable()
export class ProjectedProductList extends ProductList {
  private readonly pageSql: string;

  constructor(private readonly unit: UnitOfWork) {
    super();
    this.pageSql = `
      SELECT data FROM "${unit.schema}".product_list
       WHERE status = 'active' AND ($1::uuid IS NULL OR seller_id = $1) AND ($2::text IS NULL OR category = $2)
         AND ($3::uuid IS NULL OR product_id > $3)
       ORDER BY product_id LIMIT $4`;
  }

  override async page(
    { sellerId, category }: ProductFilter,
    after: string | undefined,
    limit: number,
  ): Promise<ProductView[]> {
    const rows = await this.unit.query<{ data: ProductData }>(this.pageSql, [
      ...[sellerId ?? null, category ?? null, after ?? null],
      limit,
    ]);
    return rows.map(({ data }) => productView(data));
  }
}
