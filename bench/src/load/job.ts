/** What the generator is asked to do. */
export interface Job {
  /** Of the system to be loaded. */
  readonly url: string;
  /** Whose carts are checked out, each once, in this order. */
  readonly customers: readonly string[];
  readonly shape:
    | { readonly type: 'closed'; readonly connections: number }
    | { readonly type: 'open'; readonly perSecond: number; readonly connections: number };
  /** What counts as done: the order, decided (unless given), or the promise of one. */
  readonly until?: 'decided' | 'accepted';
  /** No request is begun later than this; it also ends with the last cart. */
  readonly seconds: number;
}

/** What came of it. */
export interface Answered {
  readonly approved: number;
  /** Answers that were not what counts as done, by what they were instead. */
  readonly others: Readonly<Record<string, number>>;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Processor time of the generator. */
  readonly cpuSeconds: number;
  /** In µs, as hdr-histogram-js encodes it; from the intended start where the shape is open. */
  readonly latencies: string;
}

export type Report =
  | { readonly type: 'answered'; readonly answered: Answered }
  | { readonly type: 'failed'; readonly message: string };
