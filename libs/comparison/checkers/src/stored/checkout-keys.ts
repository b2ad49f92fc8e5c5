import type { SchemaReader } from '../databases.js';

/** An idempotency key that a checkout was begun under, as the cart keeps it. */
export interface CheckoutKey {
  readonly customerId: string;
  readonly key: string;
  /** What it stands for. */
  readonly orderId: string;
}

const SCOPE = /^POST \/carts\/([^/]+)\/checkout (.*)$/s;

export async function readCheckoutKeys(databases: SchemaReader): Promise<CheckoutKey[]> {
  const rows = await databases.query<{ scope: string; orderId: string | null }>(
    'cart',
    `SELECT scope, resource_id AS "orderId" FROM cart.idempotency_key WHERE scope LIKE 'POST /carts/%/checkout %'`,
  );
  return rows.flatMap(({ scope, orderId }) => {
    const [, customerId, key] = SCOPE.exec(scope) ?? [];
    return customerId === undefined || key === undefined ? [] : [{ customerId, key, orderId: orderId ?? '' }];
  });
}
