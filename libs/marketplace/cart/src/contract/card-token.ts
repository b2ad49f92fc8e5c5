import { text } from '@platform/http';

/**
 * Whether a text could be a card number: 12 to 19 digits, however they are grouped, with a valid check digit.
 * The check digit is Luhn's (ISO/IEC 7812-1, annex B).
 */
export function looksLikeCardNumber(value: string): boolean {
  const digits = value.replaceAll(/[\s.\u2010-\u2015-]/g, '');
  if (!/^\d{12,19}$/.test(digits)) return false;
  let sum = 0;
  for (let place = 1; place <= digits.length; place += 1) {
    const weighted = Number(digits.at(-place)) * (place % 2 === 1 ? 1 : 2);
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

/** The provider's opaque reference to a card. A card number must never get as far as a database or a log. */
export const cardTokenSchema = text(255)
  .refine((token) => !looksLikeCardNumber(token), {
    message: "must be the payment provider's token, never a card number",
  })
  .meta({ description: "The payment provider's opaque reference to the card; card numbers are refused." });
