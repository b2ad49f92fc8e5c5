import type { ModuleEntry } from './read-modules.js';

/** The map as Markdown: depends on the modules alone, so the same sources always give the same text. */
export function renderMap(modules: readonly ModuleEntry[]): string {
  return [
    '# Module map',
    '',
    'Drawn from the imports by `test/architecture`; `npm run docs` draws it anew. An arrow points from a module to one whose',
    'contract (`@marketplace/<module>/contract`) it imports. Nothing else of a module can be imported.',
    '',
    '```mermaid',
    'flowchart LR',
    ...modules.map(({ name }) => `  ${name}`),
    ...modules.flatMap(({ name, uses }) => uses.map(({ module }) => `  ${name} --> ${module}`)),
    '```',
    '',
    '| module | publishes | takes from the contract of |',
    '|---|---|---|',
    ...modules.map((module) => `| \`${module.name}\` | ${publishes(module)} | ${takes(module)} |`),
    '',
  ].join('\n');
}

function publishes({ events }: ModuleEntry): string {
  return events.map((event) => `\`${event}\``).join(', ') || '–';
}

function takes({ uses }: ModuleEntry): string {
  return uses.map(({ module, names }) => `**${module}**: ${names.join(', ')}`).join('<br>') || '–';
}
