import type { Settings } from '@comparison/protocol';
import type { Schedule } from '../parts.js';

/** What is compared when nobody says what: fits into a quarter of an hour on two cores. */
export const defaults: Settings = {
  profiles: [
    'monolith',
    'replicas',
    'microservices-choreography',
    'microservices-orchestration',
    'event-sourced',
    'hybrid',
  ],
  baseline: 'monolith',
  workload: 'om-default',
  scale: { customers: 1_000, products: 1_000 },
  rates: [],
  concurrency: null,
  share: 0.7,
  duration: 30,
  warmup: 5,
  repeats: 1,
  faults: [],
  seed: 1,
  selfCheck: false,
};

/**
 * Of a common rate, as part of what the first profile, which is probably the slowest, can sustain: as much as can be, as what is counted
 * there decides; with room for one that is slower still.
 */
export const COMMON_SHARE = 0.7;

/** How long the stretch at a share of the saturation is, as part of the one at the common rate: most profiles get more load there. */
export const SHARE_STRETCH = 0.5;

/** Of a stretch, in s: carts are filled in the first second, and in less than this nobody would check out. */
export const SHORTEST_STRETCH_SECONDS = 3;

/** How long a deployment is metered at rest. */
export const REST_SECONDS = 4;

/** How long is searched for a profile's saturation, in ms. */
export const SEARCH_LIMIT_MS = 40_000;

/**
 * Of one step of the search, in s: one until the first carts are filled, and seven in which checkouts meet the whole load. In half
 * of that ten are due in a slow profile, and whether those take longer and longer is chance.
 */
export const SEARCH_STEP_SECONDS = 8;

export const DRAIN_SECONDS = { search: 4, measured: 10 } as const;

/** Clients of the closed loop that warms up and tells the search where to begin. */
export const WARM_UP_CLIENTS = 16;

/**
 * Of a fault, in s. It outlasts the 5 s within which an outage has to be told of, and a broker takes some to start; the drain
 * ends as soon as nothing is under way.
 */
export const schedule: Schedule = { steady: 8, fault: 12, heal: 20, drain: 60 };

/** What of a drain is usually taken. */
export const USUAL_DRAIN_SECONDS = 10;
