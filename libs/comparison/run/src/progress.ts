import type { Measured, Run, Second } from '@comparison/protocol';
import type { Turn } from './plan/turns.js';

/** What is told while a comparison goes on. Durations in s. */
export type Progress =
  | {
      readonly type: 'planned';
      readonly turns: readonly Turn[];
      readonly seconds: number;
      readonly directory: string;
    }
  | { readonly type: 'turn'; readonly turn: Turn; readonly of: number; readonly left: number }
  /** `offered`: transactions per second; null in a closed loop and where no load is offered. */
  | {
      readonly type: 'phase';
      readonly phase: string;
      readonly offered: number | null;
      readonly seconds: number | null;
      readonly left: number;
    }
  | { readonly type: 'second'; readonly second: Second; readonly left: number }
  /** `overload`: what tells that it was too much, if anything does. */
  | {
      readonly type: 'measured';
      readonly stretch: string;
      readonly measured: Measured;
      readonly overload: string | null;
    }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'run'; readonly run: Run; readonly left: number };

export type OnProgress = (progress: Progress) => void;
