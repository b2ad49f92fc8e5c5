import type { Capability } from '@platform/profile';

/** What `up` can run; a profile that needs more is refused before anything starts. */
export const supported: ReadonlySet<Capability> = new Set([
  'transport:in-process',
  'coordination:transaction',
]);
