import { Query } from '@nestjs/cqrs';

import type { StockView } from '../../contract/index.js';

export class GetStock extends Query<StockView> {
  constructor(readonly productId: string) {
    super();
  }
}
