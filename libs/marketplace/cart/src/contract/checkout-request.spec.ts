import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { checkoutBodySchema, looksLikeCardNumber } from './index.js';

const problemsOf = (payment: object) =>
  checkoutBodySchema
    .safeParse({ payment })
    .error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];

describe('the payment of a checkout', () => {
  it.each([
    { method: 'boleto' },
    { method: 'boleto', installments: 1 },
    { method: 'debit-card', cardToken: 'tok_1' },
    { method: 'credit-card', cardToken: 'tok_1', installments: 24 },
  ])('may be %j', (payment) => {
    expect(problemsOf(payment)).toEqual([]);
  });

  it.each([
    [{ method: 'credit-card' }, 'payment.cardToken Invalid input: expected string, received undefined'],
    [{ method: 'debit-card' }, 'payment.cardToken Invalid input: expected string, received undefined'],
    [
      { method: 'debit-card', cardToken: 't', installments: 2 },
      'payment.installments more than one is for credit cards only',
    ],
    [{ method: 'boleto', installments: 2 }, 'payment.installments more than one is for credit cards only'],
  ])('may not be %j', (payment, problem) => {
    expect(problemsOf(payment)).toEqual([problem]);
  });

  it.each([0, 25, 1.5])('is not split into %d installments', (installments) => {
    expect(problemsOf({ method: 'credit-card', cardToken: 't', installments })).toHaveLength(1);
  });

  it('refuses a card number without repeating it', () => {
    const problems = problemsOf({ method: 'credit-card', cardToken: '4111 1111 1111 1111' });
    expect(problems).toEqual(["payment.cardToken must be the payment provider's token, never a card number"]);
  });
});

describe('what looks like a card number', () => {
  it.each([
    '4111111111111111',
    '4111 1111 1111 1111',
    '5500-0000-0000-0004',
    '378282246310005',
    '4222222222222',
  ])('is %s', (value) => {
    expect(looksLikeCardNumber(value)).toBe(true);
  });

  it.each(['4111111111111112', 'tok_4111111111111111', '00000000000', '0'.repeat(20), ''])(
    'is not %s',
    (value) => {
      expect(looksLikeCardNumber(value)).toBe(false);
    },
  );

  it('is every 12 to 19 digits of which the last makes the check sum, and none with another last digit', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 11, maxLength: 18 });
    fc.assert(
      fc.property(digits, (body) => {
        const valid = Array.from({ length: 10 }, (_, last) => [...body, last].join('')).filter(
          looksLikeCardNumber,
        );
        expect(valid).toHaveLength(1);
      }),
    );
  });
});
