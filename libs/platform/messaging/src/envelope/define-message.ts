import type { z } from 'zod';

import { MessageDefinitionError } from './errors.js';
import type { Channel } from './message.js';

/** By version: turns data that was recorded under it into data of the next version. Pure. */
export type Upcasters = Readonly<Record<number, (data: unknown) => unknown>>;

/** A message type of a module's contract. */
export interface MessageDefinition<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly channel: Channel;
  readonly type: Type;
  readonly schemaVersion: number;
  readonly schema: Schema;
  /** How data of an earlier version becomes data of the one after it, by that earlier version. */
  readonly upcasters: Upcasters;
  /** The text before the first dot of `type`: whose contract it belongs to. */
  readonly module: string;
}

/** What is recorded for a definition: `{ type, data }`. */
export type EventOf<Definition extends MessageDefinition> = Definition extends {
  readonly type: infer Type;
  readonly schema: infer Schema extends z.ZodType;
}
  ? { readonly type: Type; readonly data: z.output<Schema> }
  : never;

/** The data of a definition's messages. */
export type DataOf<Definition extends MessageDefinition> = z.output<Definition['schema']>;

const definitions = new Map<string, MessageDefinition>();

/**
 * Declares a fact that `type`'s module records, for instance `product.price-changed`.
 * @param schemaVersion raised when the shape of the data changes
 * @param upcasters one for each version before `schemaVersion`: what was recorded under it can then be read for ever
 */
export function defineEvent<Type extends string, Schema extends z.ZodType>(
  type: Type,
  schemaVersion: number,
  schema: Schema,
  upcasters: Upcasters = {},
): MessageDefinition<Type, Schema> {
  return define('events', type, schemaVersion, schema, upcasters);
}

/** Declares a command; the text before the first dot of `type` is the module that obeys it. */
export function defineCommand<Type extends string, Schema extends z.ZodType>(
  type: Type,
  schemaVersion: number,
  schema: Schema,
): MessageDefinition<Type, Schema> {
  return define('commands', type, schemaVersion, schema);
}

/** Declares a reply; the text before the first dot of `type` is the module that answers. */
export function defineReply<Type extends string, Schema extends z.ZodType>(
  type: Type,
  schemaVersion: number,
  schema: Schema,
): MessageDefinition<Type, Schema> {
  return define('replies', type, schemaVersion, schema);
}

/** @throws MessageDefinitionError for a type that no loaded contract defines */
export function definitionOf(type: string): MessageDefinition {
  const definition = definitions.get(type);
  if (!definition)
    throw new MessageDefinitionError(
      `Message type "${type}" is not defined; declare it in its module's contract with defineEvent, defineCommand or defineReply.`,
    );
  return definition;
}

function define<Type extends string, Schema extends z.ZodType>(
  channel: Channel,
  type: Type,
  schemaVersion: number,
  schema: Schema,
  upcasters: Upcasters = {},
): MessageDefinition<Type, Schema> {
  const module = /^([a-z][a-z0-9-]*)\.[a-z]/.exec(type)?.[1];
  if (module === undefined)
    throw new MessageDefinitionError(`Message type "${type}" must read "<module>.<what-happened>".`);
  if (!Number.isInteger(schemaVersion) || schemaVersion < 1)
    throw new MessageDefinitionError(`Schema version of "${type}" must be an integer from 1.`);
  if (definitions.has(type))
    throw new MessageDefinitionError(`Message type "${type}" is defined twice; import the one definition.`);
  const missing = missingUpcaster(schemaVersion, upcasters);
  if (missing !== undefined)
    throw new MessageDefinitionError(
      `"${type}" has upcasters, but none for version ${missing}: what was recorded under it could not be read.`,
    );
  const definition = Object.freeze({ channel, type, schemaVersion, schema, upcasters, module });
  definitions.set(type, definition);
  return definition;
}

/** The first earlier version without a way on, where there are ways at all; and any that leads nowhere. */
function missingUpcaster(schemaVersion: number, upcasters: Upcasters): number | undefined {
  const versions = Object.keys(upcasters).map(Number);
  if (versions.length === 0) return undefined;
  const earlier = Array.from({ length: schemaVersion - 1 }, (_, index) => index + 1);
  return earlier.find((version) => !versions.includes(version)) ?? versions.find((v) => !earlier.includes(v));
}
