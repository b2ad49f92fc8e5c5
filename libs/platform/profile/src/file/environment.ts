import type { KeyPath, Problems } from '../problems.js';
import { quote } from '../wording.js';

export type Environment = Readonly<Record<string, string | undefined>>;

const reference = /\$\{([^}]*)(\}?)/g;
const variable = /^([A-Za-z_]\w*)(:-([^]*))?$/;

/**
 * Replaces `${NAME}` and `${NAME:-default}` in every text of a parsed file. As in a shell, the default also stands in
 * for an empty variable. Done after parsing, so no value of a variable can change the structure of the file.
 */
export function substituteVariables(
  value: unknown,
  env: Environment,
  problems: Problems,
  path: KeyPath = [],
): unknown {
  if (typeof value === 'string') return substituteText(value, env, problems, path);
  if (Array.isArray(value))
    return value.map((item, index) => substituteVariables(item, env, problems, [...path, index]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      substituteVariables(item, env, problems, [...path, key]),
    ]),
  );
}

function substituteText(text: string, env: Environment, problems: Problems, path: KeyPath): string | number {
  const result = text.replace(reference, (written, expression: string, closing: string) => {
    const [matched, name, withDefault, fallback = ''] = variable.exec(expression) ?? [];
    if (matched === undefined || name === undefined || closing === '') {
      problems.add(path, `${quote(written)} is not a variable`, 'write ${NAME} or ${NAME:-default}');
      return '';
    }
    const set = env[name];
    if (set !== undefined && set !== '') return set;
    // An empty variable is refused like an unset one: a blank database address would quietly mean an embedded database.
    if (withDefault === undefined) {
      const state = set === undefined ? 'not set' : 'empty';
      problems.add(
        path,
        `the environment variable ${name} is ${state}`,
        `set it, or give it a default as in \${${name}:-value}`,
      );
    }
    return fallback;
  });
  return result !== text && /^-?\d+$/.test(result) ? Number(result) : result;
}
