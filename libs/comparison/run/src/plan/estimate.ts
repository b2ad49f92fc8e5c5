import type { ProfileFacts, Settings } from '@comparison/protocol';
import { REST_SECONDS, schedule, SEARCH_LIMIT_MS, SHARE_STRETCH, USUAL_DRAIN_SECONDS } from './defaults.js';
import type { Turn } from './turns.js';

/** Around what is measured, in s, as seen on two cores. */
const BESIDES = { start: 3, perProcess: 1, load: 3, settle: 3, judge: 4, stop: 2 } as const;

/** How long a turn takes, in s. */
export function turnSeconds(facts: ProfileFacts, settings: Settings, faults: number): number {
  const { start, perProcess, load, settle, judge, stop } = BESIDES;
  const given = settings.concurrency !== null || settings.rates.length > 0;
  const stretches =
    settings.concurrency !== null ? [1] : given ? settings.rates.map(() => 1) : [1, SHARE_STRETCH];
  const faultSeconds = schedule.steady + schedule.fault + schedule.heal + USUAL_DRAIN_SECONDS + judge;
  return (
    start +
    facts.processes * perProcess +
    load +
    settings.warmup +
    (given ? 0 : SEARCH_LIMIT_MS / 1_000) +
    REST_SECONDS +
    stretches.reduce((sum, part) => sum + part * settings.duration + settle, 0) +
    judge +
    stop +
    faults * faultSeconds
  );
}

/** What is left, in s: by what each turn was expected to take, corrected by how long the ones that are over took. */
export class TimeLeft {
  #expected = 0;
  #took = 0;
  #turnBegan: number;

  /** @param now ms */
  constructor(
    private readonly turns: readonly Turn[],
    private readonly secondsOf: (turn: Turn) => number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#turnBegan = now();
  }

  get total(): number {
    return this.turns.reduce((sum, turn) => sum + this.secondsOf(turn), 0);
  }

  begin(): void {
    this.#turnBegan = this.now();
  }

  end(turn: Turn): void {
    this.#took += (this.now() - this.#turnBegan) / 1_000;
    this.#expected += this.secondsOf(turn);
  }

  /** @param turn the one that is under way */
  left(turn: Turn): number {
    const factor = this.#expected === 0 ? 1 : this.#took / this.#expected;
    const later = this.turns.filter((other) => other.turn > turn.turn);
    const elapsed = (this.now() - this.#turnBegan) / 1_000;
    return (
      later.reduce((sum, other) => sum + this.secondsOf(other) * factor, 0) +
      Math.max(0, this.secondsOf(turn) * factor - elapsed)
    );
  }
}
