import { EmbeddedPostgres } from '@platform/embedded';
import { join } from 'node:path';

import { Random } from '../data/random.js';
import { describeServer, environment } from '../report/environment.js';
import { measureAppends } from './append.js';
import { measureArchiveLag } from './archive-lag.js';
import type { EventStoreOptions } from './event-store-options.js';
import type { EventStoreResults } from './event-store-results.js';
import { measureLoads } from './load.js';
import { measureRecovery } from './recovery.js';
import { measureReplays } from './replay.js';
import { SplitStage } from './split-stage.js';
import { withClient } from './with-client.js';

/** Measures what was asked for, one section after another, and holds what has to be stopped in the end. */
export class EventStoreRun {
  private readonly postgres: EmbeddedPostgres;
  private readonly stage: SplitStage;

  constructor(
    private readonly options: EventStoreOptions,
    private readonly directory: string,
    private readonly step: (what: string) => void,
  ) {
    this.postgres = new EmbeddedPostgres({ directory: join(directory, 'database') });
    this.stage = new SplitStage(directory);
  }

  async measure(): Promise<EventStoreResults> {
    const { options, postgres, stage, step } = this;
    const wanted = new Set(options.sections);
    const random = new Random(options.seed);
    const results: EventStoreResults = { environment: await environment(this.directory), options };
    await postgres.start();
    results.environment.postgres = await withClient(postgres.url(), describeServer);
    if (wanted.has('append')) results.append = await measureAppends(postgres, options, random, step);
    if (wanted.has('load')) results.load = await measureLoads(postgres, step);
    if (wanted.has('replay')) results.replay = await measureReplays(postgres, options.events, step);
    await postgres.stop();
    if (!wanted.has('archive') && !wanted.has('recovery')) return results;
    step('starting a service and a broker');
    await stage.open();
    if (wanted.has('archive')) results.archive = await measureArchiveLag(stage, options, random, step);
    if (wanted.has('recovery')) results.recovery = await measureRecovery(stage, options, random, step);
    return results;
  }

  async close(): Promise<void> {
    await this.stage.close();
    await this.postgres.stop();
  }
}
