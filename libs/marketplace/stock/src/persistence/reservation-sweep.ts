import { Injectable } from '@nestjs/common';
import { Retention } from '@platform/messaging';
import { purgeRows, UnitOfWork } from '@platform/persistence';

/** An order's lines are what a repeated command is answered from: they go when nothing is held and nobody asks any more. */
@Injectable()
export class ReservationSweep {
  constructor(
    private readonly unit: UnitOfWork,
    retention: Retention,
  ) {
    retention.add(unit.module, (days, signal) => this.run(days, signal));
  }

  /** @returns how many lines went: of orders none of whose lines is held or was written within `days` */
  run(days: number, signal?: AbortSignal): Promise<number> {
    return purgeRows(
      this.unit,
      {
        table: 'stock.reservation',
        where: `t.written_on < current_date - $1::int AND NOT EXISTS (
          SELECT FROM stock.reservation r
           WHERE r.order_id = t.order_id AND (r.status = 'held' OR r.written_on >= current_date - $1::int))`,
        parameters: [days],
      },
      signal,
    );
  }
}
