import type { ProfileFacts } from '@comparison/protocol';

type Promised = ProfileFacts['promises'][number];

const short: Readonly<Record<string, string>> = {
  'atomic-checkout': 'atomic checkout',
  'checkout-ends-whole': 'whole after a crash',
  'charge-once': 'one charge',
  'read-your-writes-by-id': 'read your write',
  'current-lists': 'current lists',
  'fresh-copies': 'fresh copies',
  'module-boundaries': 'module boundaries',
  'one-consistent-backup': 'one backup of all',
  'state-from-history': 'past states',
  'events-archived': 'events twice',
};

/** A promise in a few words; its whole title where there are none for it. */
export function promiseName({ id, title }: Promised): string {
  return short[id] ?? title;
}

export type Keeping = 'kept' | 'depends' | 'not kept';

export function keepingOf({ kept, depends }: Promised): Keeping {
  return kept ? 'kept' : depends ? 'depends' : 'not kept';
}
