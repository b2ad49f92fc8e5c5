import { median } from '@comparison/measure';
import type { Results } from './results.js';

export interface Verdict {
  readonly what: string;
  readonly wanted: string;
  readonly found: string;
  readonly reached: boolean;
}

const RATIO = 0.6;
const READY_MS = 3_000;
const MEMORY_MB = 200;
const SCALE_RATIO = 0.9;

/** What is to be reached, as far as it was measured. */
export function verdicts({ closed, start, memory, scale }: Results): Verdict[] {
  const found: Verdict[] = [];
  const at32 = closed?.find(({ load }) => load.connections === 32);
  if (at32)
    found.push({
      ...{
        what: 'service / bare at 32 connections',
        wanted: `≥ ${RATIO}`,
        found: at32.ratio.median.toFixed(2),
      },
      reached: at32.ratio.median >= RATIO,
    });
  if (start) {
    const ms = median(start.upMs);
    found.push({
      ...{ what: 'ready on an existing data directory', wanted: `≤ ${READY_MS / 1_000} s` },
      ...{ found: `${(ms / 1_000).toFixed(2)} s`, reached: ms <= READY_MS },
    });
  }
  if (memory?.afterwards) {
    const { mostMb, nowMb } = memory.afterwards;
    found.push({
      ...{ what: `service process after ${memory.checkouts} checkouts`, wanted: `≤ ${MEMORY_MB} MB` },
      ...{ found: `${nowMb.toFixed(0)} MB (${mostMb.toFixed(0)} at most)`, reached: nowMb <= MEMORY_MB },
    });
  }
  if (scale)
    found.push({
      what: `rate with ${scale.many.orders} / ${scale.few.orders} orders`,
      ...{ wanted: `≥ ${SCALE_RATIO}`, found: scale.ratio.median.toFixed(2) },
      reached: scale.ratio.median >= SCALE_RATIO,
    });
  return found;
}
