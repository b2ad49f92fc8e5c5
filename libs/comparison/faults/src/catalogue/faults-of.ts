import { type Catalogue, outagesOf, type Part, type ResolvedProfile } from '@platform/profile';
import type { Fault } from '../fault.js';
import { away } from '../strikes/away.js';
import { diskFull } from '../strikes/disk-full.js';
import { duplicateDeliveries } from '../strikes/duplicates.js';
import { providerFaults } from '../strikes/provider-behaviour.js';
import type { PlayableFault } from '../strikes/strike.js';
import { wireFault } from '../strikes/wire.js';

/** All that can be done to a deployment of a profile, part by part. */
export function faultsOf(profile: ResolvedProfile, catalogue: Catalogue): readonly Fault[] {
  const telling = tellingParts(profile, catalogue);
  return outagesOf(profile, catalogue).flatMap(({ part }): PlayableFault[] => {
    const killed = away('kill', part, telling(part) ? 'basic' : 'more');
    const paused = away('pause', part, 'more');
    switch (part.kind) {
      case 'database':
        return [
          ...[killed, paused],
          ...(['cut', 'slow'] as const).map((kind) => wireFault(kind, part, profile)),
          diskFull(part),
        ];
      case 'broker':
        return [
          ...[killed, paused],
          ...(['cut', 'slow'] as const).map((kind) => wireFault(kind, part, profile)),
          duplicateDeliveries(part),
        ];
      case 'provider':
        return [killed, paused, ...providerFaults(part)];
      default:
        return [killed, paused];
    }
  });
}

/**
 * Those whose loss tells the most: a process that only takes part in a saga, the database of the saga's subject, what all
 * messages pass through, and one process of several.
 */
function tellingParts({ modules }: ResolvedProfile, { saga }: Catalogue): (part: Part) => boolean {
  const participant = saga.steps.find(({ participant }) => participant !== saga.steps[0].participant);
  const service = modules.find(({ name }) => name === participant?.participant)?.service;
  const database = modules.find(({ name }) => name === saga.subject)?.database;
  return ({ kind, name }) =>
    (kind === 'service' && name === service) ||
    (kind === 'database' && name === database) ||
    kind === 'broker' ||
    kind === 'replica';
}
