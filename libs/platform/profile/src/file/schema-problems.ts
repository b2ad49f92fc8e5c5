import type { z } from 'zod';
import type { KeyPath, Problems } from '../problems.js';
import { list, nearest, quote, suggest } from '../wording.js';
import { jsonSchema, type JsonSchema } from './json-schema.js';

type Issue = z.core.$ZodIssue;

const howToWrite: Readonly<Record<string, string>> = {
  int: 'write a whole number',
  number: 'write a whole number',
  string: 'write a text',
  array: 'write a list, as in [a, b]',
  object: 'write a mapping, as in { key: value }',
  record: 'write a mapping, as in { name: { … } }',
};

/** Words what the schema found in this project's terms: what is wrong, and what to write instead. */
export function addSchemaProblem(issue: Issue, problems: Problems): void {
  const path = issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)));
  switch (issue.code) {
    case 'unrecognized_keys':
      for (const key of issue.keys) addUnknownKey([...path, key], key, problems);
      return;
    case 'invalid_key':
      problems.add(path, `${quote(path.at(-1))} is not a name`, nameRule);
      return;
    case 'invalid_format':
      problems.add(path, `${quote(issue.input)} is not a name`, nameRule);
      return;
    case 'invalid_value': {
      if (issue.input === undefined) {
        addMissing(path, problems);
        return;
      }
      const values = issue.values.map(String);
      const near = nearest(typeof issue.input === 'string' ? issue.input : '', values);
      const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
      problems.add(
        path,
        `${quote(issue.input)} is none of its values${hint}`,
        `choose ${list(values, 'or')}`,
      );
      return;
    }
    case 'invalid_type':
      if (issue.input === undefined) {
        addMissing(path, problems);
        return;
      }
      problems.add(
        path,
        `${quote(issue.input)} is not ${kindOf(issue.expected)}`,
        howToWrite[issue.expected] ?? 'correct it',
      );
      return;
    case 'too_small':
      if (issue.origin === 'array') {
        problems.add(path, 'the list is empty', 'name at least one module, or remove the service');
        return;
      }
      {
        problems.add(path, `${quote(issue.input)} is too small`, `write ${String(issue.minimum)} or more`);
        return;
      }
    case 'too_big': {
      problems.add(path, `${quote(issue.input)} is too large`, `write ${String(issue.maximum)} or less`);
      return;
    }
    default:
      problems.add(path, 'it is empty', `add at least one entry: ${schemaAt(path)?.description ?? ''}`);
  }
}

const nameRule = 'use small letters, digits and dashes, beginning with a letter, 40 at most';

function kindOf(expected: string): string {
  return (
    { int: 'a whole number', number: 'a whole number', string: 'a text', array: 'a list' }[expected] ??
    'a mapping'
  );
}

function addMissing(path: KeyPath, problems: Problems): void {
  const node = schemaAt(path);
  const values =
    node?.anyOf?.flatMap((option) => (typeof option === 'object' ? (option.enum ?? []) : [])).map(String) ??
    [];
  const choice = values.length > 0 ? ` (${list(values, 'or')})` : '';
  problems.add(path, 'this key is missing', `add it: ${node?.description ?? ''}${choice}`);
}

function addUnknownKey(path: KeyPath, key: string, problems: Problems): void {
  const known = Object.keys(schemaAt(path.slice(0, -1))?.properties ?? {}).filter(
    (name) => name !== '$schema',
  );
  problems.add(path, 'there is no such key', suggest(key, known));
}

/** The part of the file's JSON Schema that describes the value at `path`. */
function schemaAt(path: KeyPath): JsonSchema | undefined {
  let node: JsonSchema | undefined = jsonSchema();
  for (const segment of path) {
    const inner: JsonSchema = node?.anyOf?.find(isObjectSchema) ?? node ?? {};
    const next = inner.properties?.[segment] ?? inner.additionalProperties ?? inner.items;
    node = typeof next === 'object' && !Array.isArray(next) ? next : undefined;
  }
  return node?.anyOf?.find(isObjectSchema) ?? node;
}

function isObjectSchema(node: JsonSchema | boolean): node is JsonSchema {
  return typeof node === 'object' && node.type === 'object';
}
