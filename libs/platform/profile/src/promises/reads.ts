import type { Catalogue, Copy } from '../catalogue.js';
import { outagesOf } from '../outages/outages-of.js';
import type { Part } from '../outages/parts.js';
import type { ResolvedProfile, Transport } from '../placement/resolved-profile.js';

/** What a reader may find behind: a copy that follows by events. */
export interface StaleRead extends Copy {
  readonly through: Transport;
  /** While one of these is away the copy can be read and does not follow. Otherwise it is behind for a moment. */
  readonly standsStillWithout: readonly Part[];
}

/** What a reader may find half-done: a step that has committed, of a saga that is not decided yet. */
export interface HalfDone {
  readonly module: string;
  readonly steps: readonly string[];
}

export interface Reads {
  readonly stale: readonly StaleRead[];
  readonly halfDone: readonly HalfDone[];
}

export function readsOf(profile: ResolvedProfile, catalogue: Catalogue): Reads {
  const outages = outagesOf(profile, catalogue);
  return {
    stale: catalogue.copies.map((copy) => ({
      ...copy,
      through: profile.transport,
      standsStillWithout: outages
        .filter(({ standStill }) => standStill.some(({ at, of }) => at === copy.at && of === copy.of))
        .map(({ part }) => part),
    })),
    halfDone: halfDone(profile, catalogue),
  };
}

/** In one transaction the steps after the first become visible together. */
function halfDone({ coordination }: ResolvedProfile, { saga }: Catalogue): readonly HalfDone[] {
  if (coordination === 'transaction') return [];
  const steps = saga.steps.slice(1);
  return [...new Set(steps.map(({ participant }) => participant))].map((module) => ({
    module,
    steps: steps.filter(({ participant }) => participant === module).map(({ name }) => name),
  }));
}
