import { rows } from '../explain/table.js';
import type { Difference } from './difference.js';
import type { ProfileDiff } from './diff-profiles.js';

const groups: readonly Difference['verdict'][] = ['lost', 'won', 'changed'];

/** A difference of two profiles as text for a terminal, up to 110 columns wide. */
export function diffText({ from, to, differences, kept }: ProfileDiff): string {
  const sections = groups.flatMap((verdict) => {
    const found = differences.filter((difference) => difference.verdict === verdict);
    return found.length === 0 ? [] : `${verdict.toUpperCase()}\n${table(found, from, to)}`;
  });
  return [
    `From ${from} to ${to}`,
    ...(sections.length === 0 ? ['Nothing is lost, won or changed.'] : sections),
    `KEPT\n${kept.map((title) => `  ${title}`).join('\n')}`,
  ].join('\n\n');
}

function table(differences: readonly Difference[], from: string, to: string): string {
  return rows(
    ['what', from, to],
    differences.map((difference) => [difference.what, difference.from, difference.to]),
    [30, 38, 38],
  );
}
