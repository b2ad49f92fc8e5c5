import type { MessageDefinition } from './define-message.js';
import { InvalidMessageError } from './errors.js';

/** @returns `data` as the schema puts it (unknown keys dropped). @throws InvalidMessageError naming each field */
export function validate(definition: MessageDefinition, data: unknown): unknown {
  const result = definition.schema.safeParse(data);
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    ({ path, message }) => `${path.length > 0 ? path.join('.') : 'data'}: ${message}`,
  );
  throw new InvalidMessageError(`Data of "${definition.type}" is invalid: ${faults.join('; ')}.`);
}
