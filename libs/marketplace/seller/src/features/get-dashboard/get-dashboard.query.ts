import { Query } from '@nestjs/cqrs';

import type { DashboardView } from '../../contract/index.js';

export class GetDashboard extends Query<DashboardView> {
  constructor(readonly sellerId: string) {
    super();
  }
}
