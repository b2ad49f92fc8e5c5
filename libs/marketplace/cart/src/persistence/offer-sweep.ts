import type { Retention } from '@platform/messaging';
import { purgeRows, type UnitOfWork } from '@platform/persistence';

/** Past versions of products are kept for the carts that hold them, and for some days longer. */
export class OfferSweep {
  /** @param held the table that tells which offers carts hold */
  constructor(
    private readonly uow: UnitOfWork,
    retention: Retention,
    private readonly held: 'cart_item' | 'held_offer',
  ) {
    retention.add(uow.module, (days, signal) => this.run(days, signal));
  }

  /** @returns how many went: versions that no cart holds and that were followed by another one more than `days` ago */
  run(days: number, signal?: AbortSignal): Promise<number> {
    const s = `"${this.uow.schema}"`;
    return purgeRows(
      this.uow,
      {
        table: `${s}.offer`,
        where: `EXISTS (SELECT FROM ${s}.offer n
             WHERE n.product_id = t.product_id AND n.version > t.version AND n.heard_on < current_date - $1::int)
          AND NOT EXISTS (SELECT FROM ${s}.${this.held} i
             WHERE i.product_id = t.product_id AND i.product_version = t.version)`,
        parameters: [days],
      },
      signal,
    );
  }
}
