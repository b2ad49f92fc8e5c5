import type { Results, Stretch } from '@comparison/protocol';
import { isCompared } from '../statistics/metrics.js';
import { numberText } from './number-text.js';

/** The stretch at which the decision table compares. */
export interface Headline {
  readonly stretch: string | null;
  /** `at 20 transactions/s, offered to every profile`. */
  readonly text: string;
}

/** The fastest one that every profile went through at the same load; else the one at a share of what each can do. */
export function headlineOf({ runs, profiles }: Results): Headline {
  const candidates = new Map<string, Stretch>();
  for (const stretch of runs.flatMap((run) => run.stretches.filter(isCompared)))
    candidates.set(stretch.id, stretch);
  const measuredIn = ({ id }: Stretch) =>
    profiles.filter(({ name }) =>
      runs.some((run) => run.profile === name && run.stretches.some((stretch) => stretch.id === id)),
    ).length;
  const [best] = [...candidates.values()].toSorted(
    (a, b) => measuredIn(b) - measuredIn(a) || sameLoad(b) - sameLoad(a) || loadOf(b) - loadOf(a),
  );
  return best ? { stretch: best.id, text: stretchText(best) } : { stretch: null, text: 'not measured' };
}

/** What load a stretch was, in words. */
export function stretchText({ purpose, share, measured: { loop } }: Stretch): string {
  if (purpose === 'share' && share !== null)
    return `at ${numberText(share * 100)} % of what each profile can do`;
  if (loop.type === 'closed')
    return `with ${loop.clients} clients, each beginning its next transaction when its last has ended`;
  const rate = `at ${numberText(loop.perSecond)} transactions/s`;
  return purpose === 'common-rate' || purpose === 'given' ? `${rate}, offered to every profile` : rate;
}

/** The same in a few characters, for a column's head: `20/s`, `70 %`, `16 clients`. */
export function stretchLabel({ purpose, share, measured: { loop } }: Stretch): string {
  if (purpose === 'share' && share !== null) return `${numberText(share * 100)} % of saturation`;
  return loop.type === 'closed' ? `${loop.clients} clients` : `${numberText(loop.perSecond)}/s`;
}

const sameLoad = ({ purpose }: Stretch) => (purpose === 'share' ? 0 : 1);
const loadOf = ({ measured: { loop } }: Stretch) => (loop.type === 'open' ? loop.perSecond : loop.clients);
