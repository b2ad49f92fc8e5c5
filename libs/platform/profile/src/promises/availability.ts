import type { Catalogue } from '../catalogue.js';
import { outageSentence, partName } from '../outages/outage-sentence.js';
import { outagesOf, type Outage } from '../outages/outages-of.js';
import type { ResolvedProfile } from '../placement/resolved-profile.js';
import type { DerivedPromise } from './derived-promise.js';

/** The begin of the ids of these promises. */
export const availability = 'survives-loss-of-';

const verdicts = { 'go-on': true, 'accepted-and-wait': 'conditional', refused: false } as const;

/** Whether the saga of the catalogue goes on while a part is away: a promise per part. */
export function availabilityPromises(
  profile: ResolvedProfile,
  catalogue: Catalogue,
): readonly DerivedPromise[] {
  const outages = outagesOf(profile, catalogue);
  const promises = outages.map((outage) => ({
    id: idOf(outage),
    title: `${plural(catalogue)} go on without ${partName(outage.part)}`,
    holds: verdicts[outage.checkouts],
    reason: outageSentence(outage, profile, catalogue),
  }));
  if (outages.some(({ part }) => part.kind === 'broker')) return promises;
  return [
    ...promises,
    {
      id: `${availability}broker`,
      title: `${plural(catalogue)} go on without the broker`,
      holds: true,
      reason: 'there is none: messages stay in the process',
    },
  ];
}

function idOf({ part: { kind, name } }: Outage): string {
  switch (kind) {
    case 'gateway':
    case 'broker':
    case 'event-store':
    case 'provider':
      return `${availability}${kind}`;
    default:
      return `${availability}${kind}:${name}`;
  }
}

function plural({ saga }: Catalogue): string {
  return `${saga.name.charAt(0).toUpperCase()}${saga.name.slice(1)}s`;
}
