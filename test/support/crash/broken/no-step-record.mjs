// A participant forgets what it was asked for, and the stock which orders it has reserved for: a command that comes again is done again.
// Either alone is not to be seen, as each of the two makes up for the other.
import { inside, replaceMethod } from './inside.mjs';

const [ParticipantLog, OrderStock, RESERVE] = await Promise.all([
  inside('libs/platform/saga/dist/participation/participant-log.js', 'ParticipantLog'),
  inside('libs/marketplace/stock/dist/persistence/sql-order-stock.js', 'SqlOrderStock'),
  inside('libs/marketplace/stock/dist/persistence/order-stock.sql.js', 'RESERVE'),
]);
const RESERVE_MORE = RESERVE.replace(
  /ON CONFLICT .* DO NOTHING\s+RETURNING product_id, quantity, status/,
  `ON CONFLICT (order_id, product_id) DO UPDATE SET quantity = reservation.quantity + excluded.quantity
   RETURNING product_id, ($3::int[])[array_position($2::uuid[], product_id)] AS quantity, status`,
);
if (RESERVE_MORE === RESERVE)
  throw new Error('Stock is reserved otherwise: this broken variant has to follow.');

/** The unit of work, which adds to what an order holds. */
function adding(unit) {
  return Object.create(unit, {
    write: {
      value: (statement, ...rest) => unit.write(statement === RESERVE ? RESERVE_MORE : statement, ...rest),
    },
  });
}

replaceMethod(
  import.meta,
  ParticipantLog,
  'open',
  (open) =>
    async function forget(asked) {
      const known = await open.call(this, asked);
      return known === 'open' ? known : 'new';
    },
);
replaceMethod(
  import.meta,
  OrderStock,
  'load',
  (load) =>
    async function loadAsNew(orderId, productIds) {
      const { stocks } = await load.call(this, orderId, productIds);
      for (const stock of stocks.values()) delete stock.data.held[orderId];
      return { stocks, lines: [] };
    },
);
replaceMethod(
  import.meta,
  OrderStock,
  'saveReserved',
  (save) =>
    function saveMore(...reserved) {
      return save.apply(Object.create(this, { unit: { value: adding(this.unit) } }), reserved);
    },
);
