import type { Environment, ProfileFacts, Results, Run, Settings } from '@comparison/protocol';
import type { Parts } from '../parts.js';

export interface Written {
  readonly results: Results;
  readonly html: string;
  readonly json: string;
}

/** The report of a comparison that is under way: written anew after every run, so that there is one whenever it ends. */
export class ReportSoFar {
  readonly #startedAt = new Date().toISOString();
  readonly #runs: Run[] = [];
  readonly #failures: string[] = [];
  #environment: Environment | undefined;
  selfChecks: Results['selfChecks'] = [];

  constructor(
    private readonly settings: Settings,
    private readonly profiles: readonly ProfileFacts[],
    private readonly parts: Parts,
    readonly directory: string,
  ) {}

  /** Only a profile with a broker knows what a broker is set to: what each of them knows is put together. */
  learn(environment: Environment): void {
    const known = this.#environment;
    this.#environment = !known
      ? environment
      : {
          ...known,
          broker: known.broker ?? environment.broker,
          packages: { ...environment.packages, ...known.packages },
          durability: { ...environment.durability, ...known.durability },
        };
  }

  add(run: Run): void {
    this.#runs.push(run);
  }

  /** @param what a sentence */
  fail(what: string): void {
    this.#failures.push(what);
  }

  get failures(): readonly string[] {
    return this.#failures;
  }

  get runs(): readonly Run[] {
    return this.#runs;
  }

  /** Whether there is anything to tell. */
  get isEmpty(): boolean {
    return this.#environment === undefined || this.#runs.length === 0;
  }

  /** @param unfinished why not everything is done yet, or never will be; undefined: it is */
  async write(unfinished?: string): Promise<Written> {
    if (!this.#environment) throw new Error('Nothing ran: there is nothing to report.');
    const because = [...this.#failures, ...(unfinished === undefined ? [] : [unfinished])];
    const { ratios, noise } = this.parts.compareRuns(this.#runs, this.settings.baseline, this.settings.seed);
    const results: Results = {
      ...{ schemaVersion: 1, startedAt: this.#startedAt, endedAt: new Date().toISOString() },
      ...{ complete: because.length === 0, incompleteBecause: because.join(' ') || null },
      ...{ settings: this.settings, environment: this.#environment, profiles: [...this.profiles] },
      ...{ runs: [...this.#runs], ratios: [...ratios], noise: [...noise], selfChecks: this.selfChecks },
    };
    return { results, ...(await this.parts.writeReport(results, this.directory)) };
  }
}
