import Table from 'cli-table3';
import { inTheMaking, type Projection } from './projection.js';

/** What is projected where, how far it is, and what is being made anew. */
export function projectionsTable(projections: readonly Projection[]): string {
  if (projections.length === 0) return 'No module is kept as events.';
  const table = new Table({
    head: ['module', 'projection', 'generation', 'behind', 'being made'],
    style: { head: [], border: [], compact: true },
  });
  for (const each of projections) {
    const next = inTheMaking(each);
    table.push([
      ...[each.module, each.name, each.generations[0]?.generation ?? '', each.generations[0]?.behind ?? ''],
      next ? `${next.generation}: ${percent(next.share)}` : '',
    ]);
  }
  return table.toString();
}

export function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
