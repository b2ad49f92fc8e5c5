import type { Capability } from '@platform/profile';

const oneService: readonly Capability[] = ['transport:in-process', 'coordination:transaction'];

/** What the launcher can run; a service still has to be composed so that it can be run with it. */
export const severalServices: readonly Capability[] = [
  'transport:kafka',
  'coordination:choreography',
  'coordination:orchestration',
  'several-services',
  'replicas',
  'several-databases',
];

const kept: readonly Capability[] = ['event-sourcing', 'event-store'];

/** What `up` can run; a profile that needs more is refused before anything starts. */
export const supported: ReadonlySet<Capability> = new Set([...oneService, ...severalServices, ...kept]);
