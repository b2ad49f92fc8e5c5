import { Query } from '@nestjs/cqrs';

import type { ProductView } from '../../contract/index.js';

export class GetProduct extends Query<ProductView> {
  constructor(readonly id: string) {
    super();
  }
}
