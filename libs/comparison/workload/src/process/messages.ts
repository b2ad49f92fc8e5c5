import type { Measured, PresetName, Scale, Second } from '@comparison/protocol';
import type { StretchJob } from '../stretch/stretch-job.js';

export interface GeneratorOptions {
  readonly seed: number;
  readonly scale: Scale;
  readonly preset: PresetName;
  /** NDJSON, begun anew. */
  readonly historyFile: string;
}

/** To the generator's process. It does one thing at a time; an abort ends what it does. */
export type Order =
  | { readonly type: 'open'; readonly options: GeneratorOptions }
  | { readonly type: 'load'; readonly origin: string }
  | { readonly type: 'play'; readonly job: StretchJob }
  | { readonly type: 'abort' }
  | { readonly type: 'stop' };

/** From it. Every order but an abort ends with `done` or `failed`. */
export type Report =
  | { readonly type: 'second'; readonly second: Second }
  | { readonly type: 'done'; readonly measured?: Measured }
  | { readonly type: 'failed'; readonly message: string };
