import type { Cost, Environment, Loop, Results, RunFile, Verdict } from '@comparison/protocol';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault, Generator, Parts, Play, Started, StartOrder, ToJudge } from '../parts.js';
import { measuredOf } from './measured.js';

const cost: Cost = {
  cpuMs: { gateway: null, services: 1, databases: 1, broker: null, eventStore: null, provider: 0.1 },
  ...{ statements: 10, commits: 2, walBytes: 4_000, messages: 3, wireBytes: null },
  ...{ memoryMb: 100, connections: 10 },
};

const environment: Environment = {
  ...{ cpu: 'none', cores: 2, memoryMb: 1, os: 'none', node: 'v24', postgres: '18', broker: null },
  ...{ whereabouts: '0', packages: {}, durability: { fsync: 'on' } },
  budget: { cpus: 'Nobody is confined.', connections: 'Everybody has 10.' },
};

export const held: Verdict = {
  ...{ invariant: 'S1', title: 'stock', verdict: 'held', examined: 1, findings: [] },
};

/**
 * A comparison of systems that are nothing but a capacity each, in transactions per second. What happens is written down in
 * `did`; nothing takes any time.
 */
export class Doubles {
  readonly did: string[] = [];
  readonly written: Results[] = [];
  readonly running = new Set<string>();
  /** Called before every play: may throw, or abort. */
  onPlay: (profile: string, play: Play) => void = () => undefined;
  verdictOf: (profile: string) => Verdict = () => held;
  /** What was to be judged, in its order. */
  readonly judged: ToJudge[] = [];
  failing = new Set<string>();
  readonly orders: StartOrder[] = [];
  /** What the deployments say of their broker. */
  broker: RunFile['broker'] = null;
  generatorNotes: readonly string[] = [];
  faults: readonly Fault[] = [];
  behaviour: unknown;
  #profile = '';

  private constructor(
    private readonly capacities: Readonly<Record<string, number>>,
    private readonly provider: Server,
  ) {}

  static async open(capacities: Readonly<Record<string, number>>): Promise<Doubles> {
    const provider = createServer((request, response) => {
      let text = '';
      request
        .on('data', (chunk: Buffer) => (text += chunk.toString()))
        .on('end', () => {
          const isDelivery = request.url === '/shipments/deliveries';
          if (isDelivery) doubles.did.push('deliver');
          else doubles.behaviour = JSON.parse(text);
          response.end(isDelivery ? '{"delivered":[]}' : '{}');
        });
    });
    const doubles = new Doubles(capacities, provider);
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    return doubles;
  }

  async close(): Promise<void> {
    this.provider.closeAllConnections();
    await new Promise((resolve) => this.provider.close(resolve));
  }

  readonly parts: Parts = {
    start: (order) => {
      this.did.push(`start ${order.profile}`);
      this.orders.push(order);
      if (this.failing.has(order.profile)) throw new Error('The disk is full');
      return Promise.resolve(this.#started(order.profile));
    },
    generator: ({ historyFile }) => this.#generator(historyFile),
    providerBehaviour: (preset, seed) => ({ declineRate: preset === 'om-payfail' ? 0.1 : 0, seed }),
    watch: () =>
      Promise.resolve({
        judge: (what) => {
          this.judged.push(what);
          return Promise.resolve({ verdicts: [this.verdictOf(this.#profile)], anomalies: [] });
        },
        stop: () => Promise.resolve(),
      }),
    meter: () => Promise.resolve(() => Promise.resolve(cost)),
    atRest: (_, seconds) => {
      this.did.push('rest');
      const { cpuMs, statements, commits, walBytes, messages, wireBytes } = cost;
      return Promise.resolve({ seconds, cpuMs, statements, commits, walBytes, messages, wireBytes });
    },
    environment: () => Promise.resolve(environment),
    budget: () => ({
      poolMaxOf: () => 5,
      ...{ cpusOfDeployment: null, cpusOfGenerator: null, ...environment.budget },
    }),
    faultsOf: () => this.faults,
    chooseFaults: (spec, faults) => {
      const chosen = faults.filter(({ id }) => id === spec);
      if (chosen.length === 0) throw new Error(`There is no fault ${spec}.`);
      return chosen;
    },
    playFault: async (fault, { play, schedule }) => ({
      ...{ fault: fault.id, kind: fault.kind, part: fault.part, title: fault.title, outcome: 'played' },
      ...{ phases: [], stretch: null, predictions: [], goodput: null, recoveredAfter: null, verdicts: [] },
      ...{ measured: await play(schedule.steady + schedule.fault), healedAt: 1 },
    }),
    compareRuns: () => ({ ratios: [], noise: [] }),
    writeReport: async (results, directory) => {
      this.written.push(structuredClone(results));
      const json = join(directory, 'results.json');
      await writeFile(json, JSON.stringify(results));
      return { html: join(directory, 'index.html'), json };
    },
    exportHistory: (_, format, target) => writeFile(target, format),
  };

  #started(profile: string): Started {
    this.running.add(profile);
    this.#profile = profile;
    const { port } = this.provider.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    return {
      ...{ profile, directory: '', readyMs: 100 },
      run: () =>
        Promise.resolve({
          ...{ profile, origin: url, gateway: null, provider: { url, pid: null }, services: [] },
          ...{ databases: [], eventStore: null, broker: this.broker },
        }),
      quiet: () => Promise.resolve(1),
      stop: () => {
        this.running.delete(profile);
        return Promise.resolve();
      },
    };
  }

  async #generator(historyFile: string): Promise<Generator> {
    await writeFile(historyFile, '');
    return {
      pid: 0,
      notes: this.generatorNotes,
      population: { initialStock: new Map() },
      load: () => Promise.resolve(),
      play: async (play) => {
        this.did.push(`${this.#profile} ${play.id} ${rateOf(play.loop)}`);
        this.onPlay(this.#profile, play);
        const capacity = this.capacities[this.#profile] ?? 1;
        return Promise.resolve(measuredOf(play.loop, play.seconds, capacity));
      },
      stop: () => Promise.resolve(),
    };
  }
}

function rateOf(loop: Loop): string {
  return loop.type === 'open' ? String(loop.perSecond) : `${loop.clients} clients`;
}
