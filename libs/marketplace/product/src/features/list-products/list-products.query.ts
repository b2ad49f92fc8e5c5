import { Query } from '@nestjs/cqrs';
import type { Page } from '@platform/http';

import type { ProductView } from '../../contract/index.js';
import type { ProductFilter } from '../../domain/product-list.js';

/** A page of the products on offer. `cursor` is an earlier page's `nextCursor`. */
export class ListProducts extends Query<Page<ProductView>> {
  constructor(
    readonly filter: ProductFilter,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}
