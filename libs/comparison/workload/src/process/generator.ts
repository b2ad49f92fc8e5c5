import type { Measured, Second } from '@comparison/protocol';
import { Clients } from '../client/clients.js';
import { Customers } from '../client/customers.js';
import { Http } from '../client/http.js';
import { HistoryFile } from '../history/history-file.js';
import { loadPopulation } from '../population/load.js';
import { populationOf } from '../population/population.js';
import { playStretch, type Troupe } from '../stretch/play-stretch.js';
import type { StretchJob } from '../stretch/stretch-job.js';
import type { GeneratorOptions } from './messages.js';

const LOADING_CONNECTIONS = 2;

/** What the generator's process does. */
export class Generator {
  private constructor(private readonly troupe: Troupe) {}

  /** @throws Error when the history cannot be written */
  static async open({ seed, scale, preset, historyFile }: GeneratorOptions): Promise<Generator> {
    const population = populationOf(seed, scale, preset);
    const history = await HistoryFile.open(historyFile);
    const customers = new Customers(population.customers);
    return new Generator({ seed, preset, population, history, customers, clients: new Clients(history) });
  }

  async load(origin: string): Promise<void> {
    const http = new Http(origin, LOADING_CONNECTIONS);
    await loadPopulation(http, this.troupe.population).finally(() => http.destroy());
  }

  play(job: StretchJob, tell: (second: Second) => void, signal: AbortSignal): Promise<Measured> {
    return playStretch(this.troupe, job, tell, signal);
  }

  close(): Promise<void> {
    return this.troupe.history.close();
  }
}
