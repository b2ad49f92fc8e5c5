import type { Limits } from '../limits.js';
import { Probe } from './probe.js';
import { Replica } from './replica.js';

/** Whom a request may be sent to. */
export interface Target {
  /** The name of the service. */
  readonly name: string;
  /** Whom to ask next, those already asked last; `undefined` when nobody is left who might answer. */
  choose(asked: ReadonlySet<Replica>): Replica | undefined;
  /** Has a replica looked at now: it behaved oddly. */
  suspect(replica: Replica): void;
}

/** A service with all of its replicas. */
export class Upstream implements Target {
  readonly replicas: readonly Replica[];
  readonly #probes: ReadonlyMap<Replica, Probe>;
  #turn = 0;

  constructor(
    readonly name: string,
    urls: readonly string[],
    limits: Limits,
    becameReady: (upstream: Upstream) => void = () => undefined,
  ) {
    const changed = (replica: Replica): void => {
      if (replica.standing.state === 'ready') becameReady(this);
    };
    this.replicas = urls.map((url, index) => new Replica(name, index, url, limits, changed));
    this.#probes = new Map(this.replicas.map((replica) => [replica, new Probe(replica, limits)]));
  }

  /**
   * The replica with the fewest requests under way, in turn where several have as few. Ready ones before others, and those
   * not asked yet before others; never one that is down.
   */
  choose(asked: ReadonlySet<Replica>): Replica | undefined {
    const { replicas } = this;
    this.#turn = (this.#turn + 1) % replicas.length;
    let best: Replica | undefined;
    let least = Infinity;
    for (let step = 0; step < replicas.length; step += 1) {
      const replica = replicas[(this.#turn + step) % replicas.length];
      if (!replica || replica.standing.state === 'down') continue;
      const reluctance =
        replica.inFlight +
        (asked.has(replica) ? 1e6 : 0) +
        (replica.standing.state === 'not-ready' ? 1e9 : 0);
      if (reluctance >= least) continue;
      best = replica;
      least = reluctance;
    }
    return best;
  }

  suspect(replica: Replica): void {
    void this.#probes.get(replica)?.now();
  }

  get isReady(): boolean {
    return this.replicas.some(({ standing }) => standing.state === 'ready');
  }

  /** Asks every replica how it is. */
  async probe(): Promise<void> {
    await Promise.all([...this.#probes.values()].map((probe) => probe.now()));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#probes.values()].map((probe) => probe.stop()));
    await Promise.all(this.replicas.map((replica) => replica.close()));
  }
}
