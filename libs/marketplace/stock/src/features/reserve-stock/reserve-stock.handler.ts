import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { done, notYet, refused, type StepOutcome } from '@platform/domain';
import { UnitOfWork } from '@platform/persistence';

import { type ItemToReserve, type Reservation, ReserveStock } from '../../contract/index.js';
import { OrderStock, type ReservationLine } from '../../domain/order-stock.js';
import { reservationOf } from '../../domain/reservation.js';
import type { Availability } from '../../domain/stock.js';

@CommandHandler(ReserveStock)
export class ReserveStockHandler implements ICommandHandler<ReserveStock> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly orderStock: OrderStock,
  ) {}

  execute({
    data: { orderId, items, lastAsk },
  }: ReserveStock): Promise<StepOutcome<Reservation, Reservation>> {
    return this.unit.run(async () => {
      const { stocks, lines } = await this.orderStock.load(
        orderId,
        items.map(({ productId }) => productId),
      );
      if (lines.length > 0) return answer(inOrderOf(items, lines));
      const answered: ReservationLine[] = [];
      for (const { productId, productVersion, quantity } of items) {
        const stock = stocks.get(productId);
        const availability = stock?.availability(productVersion, quantity) ?? 'behind';
        if (availability === 'behind' && !lastAsk) return notYet('product-version-behind');
        if (availability === 'available') stock?.reserve(orderId, quantity);
        answered.push({ productId, quantity, status: statusOf(availability) });
      }
      const dropped = answered.filter(({ status }) => status !== 'held');
      await this.orderStock.saveReserved(orderId, stocks.values(), dropped);
      return answer(answered);
    });
  }
}

/** An answer that is given again lists the items as the first one did. */
function inOrderOf(items: readonly ItemToReserve[], lines: readonly ReservationLine[]): ReservationLine[] {
  const byProduct = new Map(lines.map((line) => [line.productId, line]));
  return items.flatMap(({ productId }) => byProduct.get(productId) ?? []);
}

function statusOf(availability: Availability): ReservationLine['status'] {
  if (availability === 'available') return 'held';
  return availability === 'behind' ? 'unavailable' : availability;
}

function answer(lines: readonly ReservationLine[]): StepOutcome<Reservation, Reservation> {
  const reservation = reservationOf(lines);
  return reservation.reserved.length > 0 ? done(reservation) : refused('nothing-left', reservation);
}
