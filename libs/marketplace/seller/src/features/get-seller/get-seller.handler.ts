import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@platform/persistence';

import type { SellerView } from '../../contract/index.js';
import { SellerRepository } from '../../domain/seller.repository.js';
import { sellerNotFound } from '../seller-not-found.js';
import { sellerView } from '../seller-view.js';
import { GetSeller } from './get-seller.query.js';

@QueryHandler(GetSeller)
export class GetSellerHandler implements IQueryHandler<GetSeller> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sellers: SellerRepository,
  ) {}

  async execute({ id }: GetSeller): Promise<SellerView> {
    const seller = await this.unit.read(() => this.sellers.find(id));
    if (!seller) throw sellerNotFound(id);
    return sellerView(seller.data);
  }
}
