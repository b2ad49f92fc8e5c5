import type { Behaviour } from '@comparison/checkers/stored';
import { Random } from '../e2e/random.js';
import type { RunFile } from '../e2e/run-file.js';
import type { Place } from './crash-deployment.js';
import type { Play } from './stage.js';

type PidOf = (run: RunFile) => number | null;

/** What dies, or stands still for a time, and how to find it. */
export type Victim =
  /** One death, or one after another: the process that comes next dies, too. */
  | { readonly type: 'points'; readonly places: readonly [Place, ...Place[]] }
  | { readonly type: 'part'; readonly pidOf: PidOf }
  | { readonly type: 'frozen'; readonly pidOf: PidOf; readonly seconds: number };

export interface Scenario {
  readonly name: string;
  readonly victim: Victim;
  /** What leads there, when the usual does not. */
  readonly behaviour?: Behaviour;
  readonly play?: Partial<Play>;
}

const declines: Behaviour = { declineRate: 0.5, loseReplyRate: 0.2, seed: 7 };

const point = (
  name: string,
  nth: number,
  over: Partial<Scenario> & Pick<Place, 'service'> = {},
): Scenario => ({
  name: over.service === undefined ? name : `${name} of ${over.service}`,
  victim: { type: 'points', places: [{ point: name, nth, service: over.service }] },
  ...over,
});

/** The named places, each with how often it is reached before somebody dies of it. */
const points: readonly Scenario[] = [
  point('checkout.begin.before-commit', 15),
  point('checkout.begin.after-commit', 15),
  point('checkout.reserve.done', 12),
  point('checkout.place.done', 12),
  point('checkout.charge.prepared', 12),
  point('checkout.charge.called', 12),
  point('checkout.charge.done', 10),
  point('checkout.confirm.done', 10),
  point('checkout.ship.done', 10),
  point('checkout.reserve.undone', 3, { behaviour: declines }),
  point('checkout.seal.undone', 3, { behaviour: declines }),
  point('saga.before-commit', 8),
  point('saga.after-commit', 8),
  point('log.appended', 20),
  point('relay.before-publish', 20),
  point('relay.after-publish', 20),
  point('delivery.before-commit', 20),
  point('delivery.after-commit', 20),
  point('consumer.before-acknowledge', 10),
];

/** Places that only streams have: in the transaction that appends to them, and in what follows a log. */
const pointsOfStreams: readonly Scenario[] = [
  // An order's lines are written beside the streams of its products: before those are appended, and after the commit.
  point('delivery.before-commit', 15, { name: 'inline projection written', service: 'stock' }),
  point('delivery.after-commit', 15, { name: 'inline projection committed', service: 'stock' }),
  point('snapshot.written', 1, { play: { products: 1, pieces: 1_000 } }), // a stream that is long enough
];

const pointsOfProjections: readonly Scenario[] = [
  point('projection.applied', 8),
  point('projection.moved', 8),
];

const pointsOfEventStore: readonly Scenario[] = [
  point('archive.received', 10, { service: 'event-store' }),
  point('archive.before-commit', 10, { service: 'event-store' }),
  point('archive.after-commit', 10, { service: 'event-store' }),
  point('consumer.before-acknowledge', 5, { service: 'event-store' }),
  {
    name: 'archive.compared of event-store, twice',
    victim: {
      type: 'points',
      places: [
        { point: 'archive.after-commit', nth: 5, service: 'event-store' },
        { point: 'archive.compared', nth: 1, service: 'event-store' },
        { point: 'archive.compared', nth: 3, service: 'event-store' },
      ],
    },
  },
];

type Process = readonly [name: string, pidOf: PidOf];

/** Every process of a deployment that `up` started, but for the world outside. */
function processesOf({ gateway, services, databases, eventStore, broker }: RunFile): readonly Process[] {
  return [
    ...services.map(({ name, replica }): Process => [
      `service ${name}${replica === 0 ? '' : `, replica ${replica}`}`,
      (run) => run.services.find((one) => one.name === name && one.replica === replica)?.pid ?? null,
    ]),
    ...databases
      .filter(({ pid }) => pid !== null)
      .map(({ name }): Process => [
        `database ${name}`,
        (run) => run.databases.find((one) => one.name === name)?.pid ?? null,
      ]),
    ...(gateway ? [['gateway', (run) => run.gateway?.pid ?? null] satisfies Process] : []),
    ...(eventStore ? [['event store', (run) => run.eventStore?.pid ?? null] satisfies Process] : []),
    ...(broker?.pid == null ? [] : [['broker', (run) => run.broker?.pid ?? null] satisfies Process]),
  ];
}

/** Every death in a running deployment: at each named place that it has, then of each process of it. */
export function deathsOf(run: RunFile, keptAsEvents: readonly string[]): readonly Scenario[] {
  return [
    ...points,
    ...(keptAsEvents.includes('stock') ? pointsOfStreams : []),
    ...(keptAsEvents.includes('order') ? pointsOfProjections : []),
    ...(run.eventStore ? pointsOfEventStore : []),
    ...processesOf(run).map(([name, pidOf]): Scenario => ({ name, victim: { type: 'part', pidOf } })),
  ];
}

/** Longer than a broker waits for a member of a group, so that its partitions move where there is somebody to take them. */
const FROZEN_SECONDS = 8;
const BROKER_AWAY_SECONDS = 60;

/** Each process stands still for a time and goes on, as a zombie that does not know of it; the broker for a minute. */
export function freezesOf(run: RunFile): readonly Scenario[] {
  return processesOf(run).map(([name, pidOf]): Scenario => {
    const seconds = name === 'broker' ? BROKER_AWAY_SECONDS : FROZEN_SECONDS;
    return {
      name: `${name} for ${seconds} s`,
      victim: { type: 'frozen', pidOf, seconds },
      play: { withinMs: (seconds + 60) * 1_000 },
    };
  });
}

/** A few of them that the seed chooses. */
export function chosen<Each>(scenarios: readonly Each[], seed: number, most: number): readonly Each[] {
  const random = new Random(seed);
  return scenarios
    .map((scenario) => ({ scenario, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, most)
    .map(({ scenario }) => scenario);
}
