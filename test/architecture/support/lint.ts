import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { architecture } from '../../../tools/lint/architecture.mjs';
import { repository } from './repository.js';

const linter = new Linter({ cwd: repository });
const parser: Linter.Config = {
  files: ['**/*.ts'],
  languageOptions: { parser: tseslint.parser },
  linterOptions: { reportUnusedDisableDirectives: 'off' }, // comments may name rules that are not loaded here
};
const names = new Set(architecture.flatMap(({ rules }) => Object.keys(rules ?? {})));

/** The architecture's lint rules that a file of that path (relative to the repository) breaks, in the order of its lines. */
export function violations(code: string, path: string): string[] {
  return linter
    .verify(code, [parser, ...architecture], { filename: `${repository}/${path}` })
    .map(({ ruleId, message, line }) => ruleId ?? `line ${line}: ${message}`)
    .filter((found) => names.has(found) || found.startsWith('line '));
}
