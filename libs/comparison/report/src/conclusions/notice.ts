import type { Results } from '@comparison/protocol';

/** Why a report is not of all that was asked for; null when it is. */
export function incompleteNotice({ complete, incompleteBecause }: Results): string | null {
  return complete
    ? null
    : `Not all that was asked for was done: ${incompleteBecause ?? 'no reason was given'}.`;
}
