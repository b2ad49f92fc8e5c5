/** A micro-operation of list-append; a read that was not answered has no value. */
export type Micro =
  | readonly [f: 'append', key: string, value: string | number]
  | readonly [f: 'r', key: string, value: readonly (string | number)[] | null];

/** A transaction as public checkers of list-append take it. Times in ms since the epoch. */
export interface Transaction {
  readonly process: number;
  readonly type: 'ok' | 'fail' | 'info';
  readonly start: number;
  /** Infinity: it may still take effect. */
  readonly end: number;
  readonly value: readonly Micro[];
}
