import type { Measured, PresetName, Scale, Second } from '@comparison/protocol';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryEntry } from '@comparison/protocol';
import { Clients } from '../client/clients.js';
import { Customers } from '../client/customers.js';
import { HistoryFile } from '../history/history-file.js';
import { populationOf } from '../population/population.js';
import { playStretch, type Troupe } from '../stretch/play-stretch.js';
import type { StretchJob } from '../stretch/stretch-job.js';
import { readHistory } from './history.fixture.js';

/** Plays stretches in the test's own process. */
export class TestTroupe {
  private constructor(
    private readonly directory: string,
    readonly troupe: Troupe,
  ) {}

  static async start(
    preset: PresetName = 'om-checkout',
    scale: Scale = { customers: 50, products: 40 },
    seed = 1,
  ): Promise<TestTroupe> {
    const directory = await mkdtemp(join(tmpdir(), 'whereabouts-workload-'));
    const history = await HistoryFile.open(join(directory, 'history.ndjson'));
    const population = populationOf(seed, scale, preset);
    const customers = new Customers(population.customers);
    const clients = new Clients(history);
    return new TestTroupe(directory, { seed, preset, population, history, customers, clients });
  }

  play(
    job: Omit<StretchJob, 'id' | 'drainSeconds'> & Partial<StretchJob>,
    tell: (second: Second) => void = () => undefined,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Measured> {
    return playStretch(this.troupe, { id: 'test', drainSeconds: 20, ...job }, tell, signal);
  }

  history(): Promise<HistoryEntry[]> {
    return readHistory(join(this.directory, 'history.ndjson'));
  }

  async stop(): Promise<void> {
    await this.troupe.history.close();
    await rm(this.directory, { recursive: true });
  }
}
