import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@platform/persistence';

import type { DashboardView } from '../../contract/index.js';
import { dashboardOf } from '../../domain/dashboard.js';
import { DashboardEntries } from '../../domain/dashboard-entries.js';
import { SellerRepository } from '../../domain/seller.repository.js';
import { sellerNotFound } from '../seller-not-found.js';
import { GetDashboard } from './get-dashboard.query.js';

@QueryHandler(GetDashboard)
export class GetDashboardHandler implements IQueryHandler<GetDashboard> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sellers: SellerRepository,
    private readonly entries: DashboardEntries,
  ) {}

  execute({ sellerId }: GetDashboard): Promise<DashboardView> {
    return this.unit.read(async () => {
      if (!(await this.sellers.find(sellerId))) throw sellerNotFound(sellerId);
      return dashboardOf(sellerId, await this.entries.ofSeller(sellerId));
    });
  }
}
