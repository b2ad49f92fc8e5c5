import type { Environment, Settings } from '@comparison/protocol';
import type { ComparedProfile } from '../facts/compared-profile.js';
import type { Budget, Parts } from '../parts.js';
import type { TimeLeft } from '../plan/estimate.js';
import type { Turn } from '../plan/turns.js';
import type { OnProgress } from '../progress.js';

/** What every turn of a comparison shares. */
export interface Context {
  readonly settings: Settings;
  readonly parts: Parts;
  readonly budget: Budget;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  readonly timeLeft: TimeLeft;
  /** For histories and derived profiles. */
  readonly workDirectory: string;
  /** Rates at which everybody is measured, in transactions per second: given, or decided by the first search that found something. */
  readonly rates: { common: readonly number[] };
  /** Where it runs, as one deployment shows it. */
  readonly onEnvironment: (environment: Environment) => void;
}

export interface TurnOf extends Context {
  readonly turn: Turn;
  readonly profile: ComparedProfile;
}
