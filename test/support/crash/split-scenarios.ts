import { Random } from '../e2e/random.js';
import type { RunFile } from '../e2e/run-file.js';
import type { Behaviour } from '../e2e/resources.js';
import type { Play } from './stage.js';

/** What dies, and how to find it. */
export type Victim =
  | { readonly type: 'point'; readonly point: string; readonly nth: number }
  | { readonly type: 'part'; readonly name: string; readonly pidOf: (run: RunFile) => number | null };

export interface Scenario {
  readonly name: string;
  readonly victim: Victim;
  /** What leads there, when the usual does not. */
  readonly behaviour?: Behaviour;
  readonly play?: Partial<Play>;
}

const declines: Behaviour = { declineRate: 0.5, loseReplyRate: 0.2, seed: 7 };

const point = (name: string, nth: number, over: Partial<Scenario> = {}): Scenario => ({
  name,
  victim: { type: 'point', point: name, nth },
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
  point('relay.before-publish', 20),
  point('relay.after-publish', 20),
  point('delivery.before-commit', 20),
  point('delivery.after-commit', 20),
  point('consumer.before-acknowledge', 10),
];

const part = (name: string, pidOf: (run: RunFile) => number | null): Scenario => ({
  name,
  victim: { type: 'part', name, pidOf },
});

/** Every scenario of a running deployment: each named place, then each process of it. */
export function scenariosOf({ gateway, services, databases, broker }: RunFile): readonly Scenario[] {
  return [
    ...points,
    ...services.map(({ name, replica }) =>
      part(
        `service ${name}${replica === 0 ? '' : `, replica ${replica}`}`,
        (run) => run.services.find((one) => one.name === name && one.replica === replica)?.pid ?? null,
      ),
    ),
    ...databases
      .filter(({ pid }) => pid !== null)
      .map(({ name }) =>
        part(`database ${name}`, (run) => run.databases.find((one) => one.name === name)?.pid ?? null),
      ),
    ...(gateway ? [part('gateway', (run) => run.gateway?.pid ?? null)] : []),
    ...(broker?.pid == null ? [] : [part('broker', (run) => run.broker?.pid ?? null)]),
  ];
}

/** A few of them that the seed chooses: points and parts alike. */
export function chosen(scenarios: readonly Scenario[], seed: number, most: number): readonly Scenario[] {
  const random = new Random(seed);
  return scenarios
    .map((scenario) => ({ scenario, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, most)
    .map(({ scenario }) => scenario);
}
