import { ProfileError } from './profile-error.js';
import type { Coordination, ResolvedProfile, Transport } from './placement/resolved-profile.js';
import { list } from './wording.js';

/** What a profile may need from the machinery that runs it. */
export type Capability =
  | `transport:${Transport}`
  | `coordination:${Coordination}`
  | 'several-services'
  | 'replicas'
  | 'several-databases'
  | 'event-sourcing'
  | 'event-store';

export interface Requirement {
  readonly capability: Capability;
  /** The key of the profile that asks for it. */
  readonly key: string;
  /** In words, as in "this needs …". */
  readonly what: string;
}

export function requirements(profile: ResolvedProfile): readonly Requirement[] {
  const { transport, coordination, services, databases, modules, eventStore } = profile;
  const replicated = services.find(({ replicas }) => replicas > 1);
  const needed: (Requirement | false)[] = [
    { capability: `transport:${transport}`, key: 'transport', what: `the transport ${transport}` },
    { capability: `coordination:${coordination}`, key: 'checkout', what: `coordination by ${coordination}` },
    services.length > 1 && { capability: 'several-services', key: 'services', what: 'several services' },
    replicated !== undefined && {
      capability: 'replicas',
      key: `services.${replicated.name}.replicas`,
      what: 'several replicas of a service',
    },
    databases.length > 1 && { capability: 'several-databases', key: 'databases', what: 'several databases' },
    modules.some(({ persistence }) => persistence === 'events') && {
      capability: 'event-sourcing',
      key: 'eventSourced',
      what: 'event-sourced modules',
    },
    eventStore !== null && { capability: 'event-store', key: 'eventStore', what: 'an Event Store' },
  ];
  return needed.filter((requirement) => requirement !== false);
}

/** @throws ProfileError in one sentence when the profile needs what is not in `supported` */
export function assertSupported(profile: ResolvedProfile, supported: ReadonlySet<Capability>): void {
  const missing = requirements(profile).filter(({ capability }) => !supported.has(capability));
  if (missing.length === 0) return;
  throw new ProfileError([
    {
      file: profile.file,
      problem: `this profile is valid but needs ${list(missing.map(({ what }) => what))}, which cannot be run yet`,
      remedy: `change ${list(missing.map(({ key }) => key))}, or start another profile`,
    },
  ]);
}
