import { Query } from '@nestjs/cqrs';

import type { SellerView } from '../../contract/index.js';

export class GetSeller extends Query<SellerView> {
  constructor(readonly id: string) {
    super();
  }
}
