import type {
  Bodies,
  OperationName,
  SeenCart,
  SeenDashboard,
  SeenOrder,
  SeenOrders,
  SeenProduct,
  SeenStock,
} from '@comparison/protocol';

/** Of a body, what somebody judges; names and addresses would only make the history long. */
export type Keep<Body> = (body: unknown) => Body;

const order: Keep<SeenOrder> = (body) => {
  const seen = body as SeenOrder & {
    readonly statusHistory?: readonly { readonly reason?: string }[];
  };
  const reason = seen.statusHistory?.at(-1)?.reason;
  return {
    ...{ id: seen.id, customerId: seen.customerId, number: seen.number },
    ...{ status: seen.status, version: seen.version, ...(reason !== undefined && { reason }) },
    lines: seen.lines.map((line) => ({
      ...{ productId: line.productId, productVersion: line.productVersion, sellerId: line.sellerId },
      ...{ quantity: line.quantity, unitPriceCents: line.unitPriceCents, freightCents: line.freightCents },
      ...{ voucherCents: line.voucherCents, totalCents: line.totalCents },
    })),
    dropped: seen.dropped.map(({ productId, reason }) => ({ productId, reason })),
    ...{ itemsCents: seen.itemsCents, freightCents: seen.freightCents },
    ...{ voucherCents: seen.voucherCents, totalCents: seen.totalCents },
  };
};

const decided: Keep<Bodies['decided']> = (body) => {
  const { before } = body as Bodies['decided'];
  return { ...order(body), ...(before && { before: order(before) }) };
};

const orders: Keep<SeenOrders> = (body) => {
  const { items, nextCursor } = body as SeenOrders & { readonly nextCursor?: string };
  return { items: items.map(({ id, status }) => ({ id, status })), whole: nextCursor === undefined };
};

const cart: Keep<SeenCart> = (body) => {
  const { customerId, status, items } = body as SeenCart;
  return {
    ...{ customerId, status },
    items: items.map(({ productId, productVersion, quantity, unitPriceCents }) => ({
      ...{ productId, productVersion, quantity, unitPriceCents },
    })),
  };
};

const product: Keep<SeenProduct> = (body) => {
  const { id, revision, version, priceCents, status } = body as SeenProduct;
  return { id, revision, version, priceCents, status };
};

const stock: Keep<SeenStock> = (body) => {
  const { productId, productVersion, available, reserved } = body as SeenStock;
  return { productId, productVersion, available, reserved };
};

export const kept: { readonly [Name in OperationName]: Keep<Bodies[Name]> } = {
  ...{ 'put-item': cart, 'read-cart': cart, 'abandon-cart': () => undefined },
  ...{ checkout: order, decided, 'read-order': order, 'read-orders': orders },
  ...{ 'change-price': product, 'read-product': product, 'replace-product': product },
  deliver: (body) => ({ delivered: (body as Bodies['deliver']).delivered }),
  dashboard: (body) => body as SeenDashboard,
  'read-stock': stock,
};
