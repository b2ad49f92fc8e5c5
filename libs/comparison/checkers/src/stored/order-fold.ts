import type { Order } from '../resources.js';
import type { Fold } from './streams.js';

type Totals = Pick<Order, 'itemsCents' | 'freightCents' | 'voucherCents' | 'totalCents'>;

interface OrderState extends Pick<
  Order,
  'customerId' | 'number' | 'currency' | 'status' | 'lines' | 'dropped'
> {
  readonly totals: Totals;
}

type Placed = Totals & Pick<Order, 'lines' | 'dropped'>;

const nothing: Totals = { itemsCents: 0, freightCents: 0, voucherCents: 0, totalCents: 0 };

/** An order is opened, placed with its lines or rejected without, and after that only its status goes on. */
export const foldOrder: Fold<OrderState> = (events) => {
  const { customerId, number, currency } = events[0]?.data as OrderState;
  const told = (type: string): Placed | undefined =>
    events.find((event) => event.type === type)?.data as Placed | undefined;
  const [placed, rejected] = [told('order.placed'), told('order.rejected')];
  const last = events.findLast(({ type }) => type !== 'order.placed')?.type ?? '';
  return {
    ...{ customerId, number, currency, status: last.slice('order.'.length) as Order['status'] },
    lines: placed?.lines ?? [],
    dropped: rejected?.dropped ?? placed?.dropped ?? [],
    totals: placed
      ? {
          itemsCents: placed.itemsCents,
          freightCents: placed.freightCents,
          voucherCents: placed.voucherCents,
          totalCents: placed.totalCents,
        }
      : nothing,
  };
};
