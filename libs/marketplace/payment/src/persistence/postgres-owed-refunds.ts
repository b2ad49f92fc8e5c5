import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';

import { type OwedAttempt, OwedRefunds } from '../domain/owed-refunds.js';
import { backlogSql, claimOwedSql, dueSql, postponeOwedSql } from './payment.sql.js';

@Injectable()
export class PostgresOwedRefunds extends OwedRefunds {
  private readonly claimSql: string;
  private readonly postponeSql: string;
  private readonly dueSql: string;
  private readonly backlogSql: string;

  constructor(private readonly uow: UnitOfWork) {
    super();
    const s = `"${uow.schema}"`;
    this.claimSql = claimOwedSql(s);
    this.postponeSql = postponeOwedSql(s);
    this.dueSql = dueSql(s);
    this.backlogSql = backlogSql(s);
  }

  override claim(limit: number, leaseMs: number): Promise<OwedAttempt[]> {
    return this.uow.query<OwedAttempt>(this.claimSql, [limit, leaseMs]);
  }

  override async postpone({ orderId, n, claims }: OwedAttempt, pauseMs: number): Promise<void> {
    await this.uow.query(this.postponeSql, [orderId, n, claims, Math.round(pauseMs)]);
  }

  override async due(): Promise<number> {
    const [row] = await this.uow.query<{ due: number }>(this.dueSql);
    return row?.due ?? 0;
  }

  override async backlog(): Promise<{ pending: number; oldestSeconds: number }> {
    const [row] = await this.uow.query<{ pending: number; oldestSeconds: number }>(this.backlogSql);
    return row ?? { pending: 0, oldestSeconds: 0 };
  }
}
