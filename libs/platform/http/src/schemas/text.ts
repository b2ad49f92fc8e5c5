import { z } from 'zod';

/**
 * Text of `min` to `max` characters without NUL, which PostgreSQL cannot store. Characters are Unicode code points, as
 * JSON Schema counts them, so that the published lengths are the true ones.
 */
export function text(max: number, min = 1) {
  return (
    z
      .string()
      .check((context) => {
        const length = codePoints(context.value);
        if (length < min) {
          context.issues.push({
            code: 'too_small',
            origin: 'string',
            minimum: min,
            inclusive: true,
            input: context.value,
          });
        }
        if (length > max) {
          context.issues.push({
            code: 'too_big',
            origin: 'string',
            maximum: max,
            inclusive: true,
            input: context.value,
          });
        }
      })
      // eslint-disable-next-line no-control-regex -- the NUL character is what this is about
      .regex(/^[^\u0000]*$/, 'must not contain the NUL character')
      .meta({ minLength: min, maxLength: max })
  );
}

function codePoints(value: string): number {
  let length = 0;
  for (let index = 0; index < value.length; index += 1) {
    const unit = value.charCodeAt(index);
    // A low surrogate is the second half of a character that was counted already.
    if (unit < 0xdc00 || unit > 0xdfff) length += 1;
  }
  return length;
}
