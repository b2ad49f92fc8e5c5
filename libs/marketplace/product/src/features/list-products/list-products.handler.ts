import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { decodeCursor, encodeCursor, idSchema, type Page, pageFrom } from '@platform/http';
import { UnitOfWork } from '@platform/persistence';
import { z } from 'zod';

import type { ProductView } from '../../contract/index.js';
import { ProductList } from '../../domain/product-list.js';
import { ListProducts } from './list-products.query.js';

const cursorKey = z.object({ id: idSchema });

@QueryHandler(ListProducts)
export class ListProductsHandler implements IQueryHandler<ListProducts> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly list: ProductList,
  ) {}

  async execute({ filter, limit, cursor }: ListProducts): Promise<Page<ProductView>> {
    const after = decodeCursor(cursor, cursorKey)?.id;
    const rows = await this.unit.read(() => this.list.page(filter, after, limit + 1));
    return pageFrom(rows, limit, ({ id }) => encodeCursor({ id }));
  }
}
