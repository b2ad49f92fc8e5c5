import { z } from 'zod';
import type { Catalogue } from '../catalogue.js';
import { moduleName, profileFile } from './profile.schema.js';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

// An editor must not mark `"${REPLICAS:-2}"` as wrong where a number or one of a few words is expected.
const variable = { type: 'string', pattern: '\\$\\{[^{}]*\\}' } as const;

/** The JSON Schema (draft 7, what editors read) of a profile file; with a catalogue it completes module names too. */
export function jsonSchema(catalogue?: Catalogue): JsonSchema {
  const names = catalogue?.modules.map((module) => module.name);
  const schema = z.toJSONSchema(profileFile, {
    target: 'draft-07',
    override: ({ zodSchema, jsonSchema: node }) => {
      if (zodSchema === moduleName && names) node.enum = names;
      else if (node.type === 'integer' || (node.enum && node.type === 'string')) {
        const { description, ...literal } = { ...node };
        for (const key of Object.keys(node)) Reflect.deleteProperty(node, key);
        Object.assign(node, {
          ...(description !== undefined && { description }),
          anyOf: [literal, variable],
        });
      }
    },
  });
  return { title: 'Deployment profile', ...schema };
}
