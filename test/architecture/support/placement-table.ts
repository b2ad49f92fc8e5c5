import type { ResolvedProfile } from '@platform/profile';

/** The table that `up` prints, as Markdown. */
export function placementTable({ modules }: ResolvedProfile): string {
  const rows = modules.map(({ name, service, database, schema, persistence }) => [
    name,
    service,
    `${database}.${schema}`,
    persistence,
  ]);
  return markdownTable([['module', 'service', 'database.schema', 'persistence'], ...rows]);
}

/** Columns padded to their widest cell, as Prettier would. */
export function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => String(row[column]).length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(Number(widths[column]))).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
