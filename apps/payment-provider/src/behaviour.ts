import { hash } from 'node:crypto';

/** How the provider misbehaves. Rates are between 0 and 1. */
export interface Behaviour {
  /** Share of keys whose charge is declined. */
  readonly declineRate: number;
  /** Milliseconds between the decision and its answer. */
  readonly delayMs: number;
  /** Share of attempts that are never answered; about half of them take effect all the same. */
  readonly hangRate: number;
  /** Share of attempts that take effect and whose connection breaks before the answer. */
  readonly loseReplyRate: number;
  readonly seed: number;
}

export const GOOD_BEHAVIOUR: Behaviour = {
  declineRate: 0,
  delayMs: 0,
  hangRate: 0,
  loseReplyRate: 0,
  seed: 1,
};

export type Fate = 'answer' | 'lose-reply' | 'hang-after-effect' | 'hang-before-effect';

/** What happens to the n-th attempt of a key: the same for the same seed, whatever else goes on. */
export function fateOf(behaviour: Behaviour, key: string, attempt: number): Fate {
  const { seed, hangRate, loseReplyRate } = behaviour;
  if (hangRate > 0 && chance(seed, 'hang', key, attempt) < hangRate) {
    return chance(seed, 'effect', key, attempt) < 0.5 ? 'hang-after-effect' : 'hang-before-effect';
  }
  return loseReplyRate > 0 && chance(seed, 'lose', key, attempt) < loseReplyRate ? 'lose-reply' : 'answer';
}

/** Depends on the key alone and not on the attempt: how often a client had to ask must not change the outcome. */
export function isDeclined({ seed, declineRate }: Behaviour, key: string): boolean {
  return declineRate > 0 && chance(seed, 'decline', key, 0) < declineRate;
}

/** Uniform in [0, 1): the first 52 bits of a digest. */
function chance(seed: number, purpose: string, key: string, attempt: number): number {
  const digest = hash('sha1', JSON.stringify([seed, purpose, key, attempt]), 'hex');
  return Number.parseInt(digest.slice(0, 13), 16) / 2 ** 52;
}
