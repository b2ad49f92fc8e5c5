/** What a profile guarantees, or does not, with the reason that follows from it. */
export interface DerivedPromise {
  /** Stable, so that two profiles can be compared: `atomic-checkout`, `survives-loss-of-database:stock`. */
  readonly id: string;
  readonly title: string;
  readonly holds: boolean | 'conditional';
  readonly reason: string;
}
