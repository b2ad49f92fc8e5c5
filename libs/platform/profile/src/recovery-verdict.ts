import type { ComparedModule } from './restored-modules.js';

/**
 * What is to become of a module. `as-it-is`: nothing is missing, and nothing tells of a restore. `settle`: it was restored, and nothing
 * is missing. `refill`: what is missing comes back. `loss`: it does not, so somebody has to accept that. `torn`: its streams cannot be
 * made what they were, nor go on. `heard-again`: without an Event Store it cannot be told what it published beyond its log, and
 * others that were restored with it take that from the broker again, so as much of what it does next would pass for what they have had.
 */
export type Verdict = 'as-it-is' | 'settle' | 'refill' | 'loss' | 'torn' | 'heard-again';

/** What only a person knows. */
export interface RecoveryWords {
  /** Modules whose database was restored over what they had: their logs do not tell, nor can inboxes be compared. */
  readonly restored: readonly string[];
  /** Nothing was written after what the databases hold now, as after an upgrade of PostgreSQL. */
  readonly nothingLost: boolean;
}

export function verdictOf(
  compared: ComparedModule,
  all: readonly ComparedModule[],
  words: RecoveryWords,
): Verdict {
  const { returns, comparedWith, beyond, differing, lacking } = compared;
  if (!isSetBack(compared, words)) return 'as-it-is';
  const isMissing = beyond.length > 0 || differing.length > 0;
  // Events under versions that others know otherwise, or after a hole, are no stream any more.
  if (comparedWith === 'archive') {
    if (returns !== 'nothing' && differing.length + lacking.length > 0) return 'torn';
    if (!isMissing) return 'settle';
    return returns === 'all' ? 'refill' : 'loss';
  }
  if (isMissing && returns !== 'nothing') return 'torn';
  if (!isMissing && words.nothingLost) return 'settle';
  return all.some((other) => other.module !== compared.module && isSetBack(other, words))
    ? 'heard-again'
    : 'loss';
}

/** One that was settled has gone on otherwise than others know it in the streams that it lost; it lacks nothing for that. */
function isSetBack(
  { module, restoredAt, settledAt, beyond, differing }: ComparedModule,
  { restored }: RecoveryWords,
): boolean {
  if (restored.includes(module) || beyond.length > 0) return true;
  return settledAt === null && (restoredAt !== null || differing.length > 0);
}
