import type { Fault } from '../fault.js';

/**
 * Those that are named, in the order of the catalogue, each once.
 *
 * @param spec `none`, `basic`, `all`, or a list with commas: ids (`kill-service:stock`), what ids begin with (`kill-service`), kinds
 * (`kill`), `*` for whatever (`*-database:order`), `basic`
 * @throws Error that names in a sentence what is unknown, and what there is
 */
export function chooseFaults(spec: string, faults: readonly Fault[]): readonly Fault[] {
  const wanted = spec
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (wanted.length === 0)
    throw new Error(`No fault is named: give none, basic, all or some of ${idsOf(faults)}.`);
  const chosen = new Set(wanted.flatMap((item) => (item === 'none' ? [] : matching(item, faults))));
  return faults.filter((fault) => chosen.has(fault));
}

function matching(item: string, faults: readonly Fault[]): readonly Fault[] {
  if (item === 'all') return faults;
  if (item === 'basic') return faults.filter(({ group }) => group === 'basic');
  const pattern = new RegExp(`^${item.replaceAll(/[^\w*-]/g, '\\$&').replaceAll('*', '.*')}$`);
  const found = faults.filter(
    ({ id, kind }) => pattern.test(id) || pattern.test(kind) || pattern.test(id.replace(/:.*/, '')),
  );
  if (found.length === 0)
    throw new Error(`There is no fault ${item}: give none, basic, all or some of ${idsOf(faults)}.`);
  return found;
}

function idsOf(faults: readonly Fault[]): string {
  return faults.map(({ id }) => id).join(', ');
}
