// Stock is read without a lock and written back as a whole, as an object mapper left alone would do it.
import { crashPoints, inside, replaceMethod } from './inside.mjs';

const sql = 'libs/marketplace/stock/dist/persistence/order-stock.sql.js';
const [LOAD, RESERVE, OrderStock] = await Promise.all([
  inside(sql, 'LOAD'),
  inside(sql, 'RESERVE'),
  inside('libs/marketplace/stock/dist/persistence/sql-order-stock.js', 'SqlOrderStock'),
]);
const BOOK = `INSERT INTO stock.reservation (order_id, product_id, quantity, status)
  SELECT $1::uuid, * FROM unnest($2::uuid[], $3::int[], $4::text[]) ON CONFLICT DO NOTHING RETURNING product_id`;
const WRITE =
  'UPDATE stock.stock SET available = $2, reserved = $3, version = version + 1 WHERE product_id = $1';

/** What each order has read: rows by product. */
const read = new Map();

/** The unit of work, whose statements are not what they should be. */
function careless(unit) {
  return new Proxy(unit, {
    get(target, name) {
      const value = target[name];
      if (name === 'query') return (statement, parameters) => query(target, statement, parameters);
      if (name === 'write') return (...sent) => write(target, ...sent);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

async function query(unit, statement, parameters) {
  const [orderId] = parameters;
  if (statement === LOAD) {
    const rows = await unit.query(statement.replace('FOR NO KEY UPDATE', ''), parameters);
    read.set(orderId, new Map(rows.map((row) => [row.productId, row])));
    await crashPoints.reached('stock.read');
    return rows;
  }
  return unit.query(statement, parameters);
}

function write(unit, statement, parameters, verify) {
  if (statement !== RESERVE) return unit.write(statement, parameters, verify);
  const [orderId, products, quantities, statuses] = parameters;
  unit.write(BOOK, parameters);
  const held = products
    .map((productId, index) => ({ productId, quantity: quantities[index], status: statuses[index] }))
    .filter(({ status }) => status === 'held')
    .sort((left, right) => (left.productId < right.productId ? -1 : 1));
  for (const { productId, quantity } of held) {
    const { available, reserved } = read.get(orderId).get(productId);
    unit.write(WRITE, [productId, available, reserved + quantity]);
  }
}

for (const name of ['load', 'saveReserved'])
  replaceMethod(
    import.meta,
    OrderStock,
    name,
    (original) =>
      function carelessly(...parameters) {
        const self = Object.create(this, { unit: { value: careless(this.unit) } });
        return original.apply(self, parameters);
      },
  );
