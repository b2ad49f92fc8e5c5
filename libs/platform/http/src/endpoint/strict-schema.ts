import { z } from 'zod';

/**
 * The same schema with every object in it refusing unknown keys: a misspelt optional key is then an error, not a
 * silently ignored wish. An object that says `.catchall` or `.loose` keeps its word.
 */
export function strictSchema<Schema extends z.core.$ZodType>(schema: Schema): Schema {
  // Only objects' treatment of unknown keys changes, so the types of input and output stay the same.
  return strict(schema) as Schema;
}

function strict(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodObject) {
    const { shape, catchall } = schema._zod.def;
    return rebuild(schema, { shape: mapValues(shape, strict), catchall: catchall ?? z.never() });
  }
  if (schema instanceof z.ZodArray) return rebuild(schema, { element: strict(schema._zod.def.element) });
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return rebuild(schema, { innerType: strict(schema._zod.def.innerType) });
  }
  // A discriminated union is a union too: rebuilding keeps its class and its discriminator.
  if (schema instanceof z.ZodUnion) return rebuild(schema, { options: schema._zod.def.options.map(strict) });
  if (schema instanceof z.ZodPipe) return rebuild(schema, { in: strict(schema._zod.def.in) });
  return schema;
}

function rebuild(schema: z.core.$ZodType, changes: Readonly<Record<string, unknown>>): z.core.$ZodType {
  return z.core.clone(schema, { ...schema._zod.def, ...changes });
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  map: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
