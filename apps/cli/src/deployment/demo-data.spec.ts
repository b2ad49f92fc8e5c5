import { describe, expect, it } from '@jest/globals';
import { demoData } from './demo-data.js';

describe('demo data', () => {
  const data = demoData();

  it('is the same every time', () => {
    expect(demoData()).toEqual(data);
    expect(data.customers[0]?.id).toBe('adab36da-d813-8e5c-b503-38ef6c46cc61');
  });

  it('is a small marketplace whose parts refer to each other', () => {
    expect(data).toMatchObject({
      sellers: { length: 20 },
      customers: { length: 200 },
      products: { length: 300 },
    });
    const sellers = new Set(data.sellers.map(({ id }) => id));
    expect(data.products.every(({ sellerId }) => sellers.has(sellerId))).toBe(true);
    expect(data.stock.map(({ productId }) => productId)).toEqual(data.products.map(({ id }) => id));
    expect(data.stock.every(({ available }) => available > 0)).toBe(true);
  });

  it('has no id, SKU, customer name or e-mail twice', () => {
    const { sellers, customers, products } = data;
    for (const values of [
      [...sellers, ...customers, ...products].map(({ id }) => id),
      products.map(({ sku }) => sku),
      customers.map(({ name }) => name),
      [...sellers, ...customers].map(({ email }) => email),
    ]) {
      expect(new Set(values).size).toBe(values.length);
    }
  });

  it('has UUIDs for ids and whole positive cents for prices', () => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    for (const { id } of [...data.sellers, ...data.customers, ...data.products]) expect(id).toMatch(uuid);
    for (const { priceCents, freightCents } of data.products) {
      expect(Number.isInteger(priceCents) && priceCents > 0).toBe(true);
      expect(Number.isInteger(freightCents) && freightCents > 0).toBe(true);
    }
  });
});
