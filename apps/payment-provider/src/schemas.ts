/** JSON Schemas of what the provider takes. */

const amountCents = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
const text = { type: 'string', minLength: 1, maxLength: 255 };
const rate = { type: 'number', minimum: 0, maximum: 1 };

export const chargeBody = {
  type: 'object',
  additionalProperties: false,
  required: ['orderId', 'amountCents', 'currency', 'method'],
  properties: {
    orderId: text,
    amountCents,
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    method: { enum: ['credit-card', 'debit-card', 'boleto'] },
    cardToken: text,
  },
  if: { properties: { method: { enum: ['credit-card', 'debit-card'] } } },
  then: { required: ['cardToken'] },
};

export const refundBody = {
  type: 'object',
  additionalProperties: false,
  required: ['chargeId', 'amountCents'],
  properties: { chargeId: text, amountCents },
};

/** Absent members take their defaults: a PUT replaces the whole. */
export const behaviourBody = {
  type: 'object',
  additionalProperties: false,
  properties: {
    declineRate: rate,
    delayMs: { type: 'integer', minimum: 0, maximum: 600_000 },
    hangRate: rate,
    loseReplyRate: rate,
    seed: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  },
};

export const ledgerQuery = {
  type: 'object',
  additionalProperties: false,
  properties: { after: text, limit: { type: 'string', pattern: '^[1-9][0-9]{0,5}$' } },
};
