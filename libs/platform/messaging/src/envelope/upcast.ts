import type { MessageDefinition } from './define-message.js';
import { InvalidMessageError } from './errors.js';

/**
 * Brings data that was recorded under an earlier schema version to the definition's own, version by version. Where a definition
 * has no upcasters data of every version is left as it is: its schema accepts them all.
 *
 * @throws InvalidMessageError for a version that this process does not know yet
 */
export function upcast(definition: MessageDefinition, recordedUnder: number, data: unknown): unknown {
  const { schemaVersion, upcasters, type } = definition;
  if (recordedUnder > schemaVersion)
    throw new InvalidMessageError(
      `Data of "${type}" is of version ${recordedUnder}, and this process knows versions up to ${schemaVersion}.`,
    );
  let current = data;
  for (let version = recordedUnder; version < schemaVersion; version += 1)
    current = upcasters[version]?.(current) ?? current;
  return current;
}
