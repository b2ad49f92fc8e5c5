import { type Results, type Run } from '@comparison/protocol';
import { compareRuns } from '../statistics/compare-runs.js';
import { randomNumbers } from '../statistics/random.js';
import { exampleFaults } from './example-faults.js';
import { exampleFacts, type Sketch, sketches } from './example-profiles.js';
import { type Speed, speeds } from './example-speed.js';
import { exampleRest, exampleStretch } from './example-stretch.js';
import { exampleAnomalies, exampleFinding, exampleVerdicts } from './example-verdicts.js';

const BEGUN = Date.parse('2026-11-20T09:00:00.000Z');
const REPEATS = 3;
const RATES = [60, 120];
const seedOfRuns = 7;

/**
 * Results as a comparison of six profiles over three repeats leaves them, with an A/A run each, two faults in the first repeat, and one
 * promise that microservices-choreography broke. The same seed gives the same results.
 */
export function exampleResults(seed: number): Results {
  const random = randomNumbers(seed);
  const isoTime = (minutes: number) => new Date(BEGUN + minutes * 60_000).toISOString();
  const baseline = sketches[0]?.name ?? '';
  const runs: Run[] = [];
  for (let repeat = 1; repeat <= REPEATS; repeat++) {
    const turns = [...rotated(sketches, repeat - 1), ...sketches.slice(0, 1)];
    turns.forEach((sketch, index) => {
      const role = index === sketches.length ? 'again' : 'measured';
      runs.push(
        exampleRun(sketch, { repeat, role, turn: index + 1, startedAt: isoTime(runs.length * 2) }, random),
      );
    });
  }
  return {
    schemaVersion: 1,
    startedAt: isoTime(0),
    endedAt: isoTime(runs.length * 2),
    complete: true,
    incompleteBecause: null,
    settings: {
      ...{ profiles: sketches.map(({ name }) => name), baseline, workload: 'om-default' },
      ...{ scale: { customers: 1000, products: 1000 }, rates: RATES, concurrency: null, share: 0.7 },
      ...{ duration: 15, warmup: 5, repeats: REPEATS, faults: ['basic'], seed, selfCheck: true },
    },
    environment: {
      ...{ cpu: 'Example CPU 3.0 GHz', cores: 2, memoryMb: 7900, os: 'Linux 6.1', node: 'v24.21.0' },
      ...{ postgres: '18.4', broker: 'Apache Kafka 4.1', whereabouts: '0.1.0' },
      packages: { fastify: '5.12.8', kafkajs: '2.2.4', pg: '8.23.1', typeorm: '1.1.1' },
      durability: { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', acks: 'all' },
      budget: {
        cpus: 'all parts share 2 cores with the generator; nothing is pinned',
        connections: '40 in all, shared out evenly over processes and databases',
      },
    },
    profiles: sketches.map(exampleFacts),
    runs,
    ...compareRuns(runs, baseline, seed),
    selfChecks: [
      selfCheck('no-inbox', 'a consumer that takes a message twice', ['Q1', 'S2'], ['Q1', 'S2', 'A1']),
      selfCheck('read-modify-write-stock', 'stock that is read, changed and written', ['I1'], ['I1', 'S2']),
      selfCheck('no-provider-key', 'a charge without an idempotency key', ['M2'], []),
    ],
  };
}

type Turn = Pick<Run, 'repeat' | 'role' | 'turn' | 'startedAt'>;

function exampleRun({ name, eventSourced }: Sketch, turn: Turn, random: () => number): Run {
  const speed = varied(speeds[name], random);
  const { repeat, role, startedAt } = turn;
  const isEventSourced = eventSourced.length > 0;
  const isFirst = repeat === 1 && role === 'measured';
  const isBroken = isFirst && name === 'microservices-choreography';
  const stretch = (of: Omit<Parameters<typeof exampleStretch>[0], 'seconds' | 'startedAt'>, seconds = 15) =>
    exampleStretch({ seconds, startedAt, ...of }, speed, random);
  const search = [0.3, 0.6, 0.9, 1.2].map((load, index) =>
    stretch(
      {
        ...{ id: `search-${index + 1}`, purpose: 'search', withCost: false },
        perSecond: Math.round((speed.saturation * load) / 0.3),
      },
      4,
    ),
  );
  const common = RATES.map((perSecond) =>
    stretch({ id: `common-${perSecond}`, purpose: 'common-rate', perSecond, withCost: true }),
  );
  const share = stretch({
    ...{ id: 'share-70', purpose: 'share', share: 0.7, withCost: true },
    perSecond: Math.round((speed.saturation * 0.7) / 0.3),
  });
  const { faults, stretches } = isFirst
    ? exampleFaults(
        speed,
        isEventSourced,
        startedAt,
        random,
        isBroken ? exampleFinding(seedOfRuns, startedAt) : undefined,
      )
    : { faults: [], stretches: [] };
  return {
    ...{ profile: name, ...turn, faults },
    readyMs: Math.round(speed.memoryMb * 6 + 900 * random()),
    saturation: speed.saturation,
    bracket: { low: Math.round(speed.saturation / 0.3), high: Math.round((speed.saturation / 0.3) * 1.05) },
    atRest: exampleRest(speed, random),
    stretches: [...search, ...common, share, ...stretches],
    verdicts: exampleVerdicts(speed, isEventSourced, 1830),
    anomalies: exampleAnomalies(speed, 4200, random),
    notes: repeat === 2 && isEventSourced ? ['quiet only after 41 s'] : [],
  };
}

/** What a run of it shows: some per cent to either side. */
function varied(speed: Speed | undefined, random: () => number): Speed {
  if (speed === undefined) throw new Error('The example has a profile whose speed is not given.');
  const factor = () => 0.98 + 0.04 * random();
  return {
    ...speed,
    saturation: Math.round(speed.saturation * factor() * 10) / 10,
    acknowledgementMs: speed.acknowledgementMs * factor(),
    completionMs: speed.completionMs * factor(),
    memoryMb: Math.round(speed.memoryMb * factor()),
  };
}

function rotated<T>(items: readonly T[], by: number): readonly T[] {
  return [...items.slice(by), ...items.slice(0, by)];
}

function selfCheck(variant: string, title: string, expected: string[], found: string[]) {
  const caught = expected.every((id) => found.includes(id));
  return { variant, title, profile: 'microservices-choreography', expected, found, caught };
}
