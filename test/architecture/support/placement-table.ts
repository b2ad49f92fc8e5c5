import { parse } from 'yaml';

interface ProfileFile {
  readonly services: Record<string, { readonly modules: readonly string[]; readonly database?: string }>;
  readonly database?: string;
  readonly modules?: Record<string, { readonly database?: string }>;
  readonly eventSourced?: readonly string[];
}

/**
 * The table that `up` prints, as Markdown. Written down here a second time on purpose: the README tells readers the three
 * steps in which a module's database is found, and this is those three steps.
 */
export function placementTable(profile: string): string {
  const { services, database: fallback, modules, eventSourced } = parse(profile) as ProfileFile;
  const rows = Object.entries(services).flatMap(([service, hosted]) =>
    hosted.modules.map((module) => {
      const database = modules?.[module]?.database ?? hosted.database ?? String(fallback);
      return [module, service, `${database}.${module}`, eventSourced?.includes(module) ? 'events' : 'state'];
    }),
  );
  return markdownTable([['module', 'service', 'database.schema', 'persistence'], ...rows]);
}

/** Columns padded to their widest cell, as Prettier would. */
function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => String(row[column]).length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(Number(widths[column]))).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
