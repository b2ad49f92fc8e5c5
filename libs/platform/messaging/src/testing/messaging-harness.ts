import { Databases, NoCrashPoints } from '@platform/persistence';

import type { Consumer } from '../delivery/consumer.js';
import type { EventLog } from '../log/event-log.js';
import { LogHints } from '../log/log-hints.js';
import { PostgresEventLog } from '../log/postgres-event-log.js';
import { MessagingLag } from '../monitoring/messaging-lag.js';
import { ParkedMessages } from '../parking/parked-messages.js';
import { HostedModules } from '../runtime/hosted-modules.js';
import { logPolicyOf, type MessagingOptions } from '../runtime/messaging-options.js';
import { MessagingRuntime } from '../runtime/messaging-runtime.js';
import { Retention } from '../runtime/retention.js';

/** Messaging of one process, composed as `MessagingModule` does it, without Nest around it. */
export class MessagingHarness {
  readonly hints = new LogHints();
  readonly runtime: MessagingRuntime;
  readonly parked: ParkedMessages;
  readonly lag: MessagingLag;
  private readonly hosted = new HostedModules();

  constructor(
    private readonly databases: Databases,
    modules: readonly string[],
    private readonly options: MessagingOptions = {},
  ) {
    for (const module of modules) this.hosted.add(module);
    this.runtime = new MessagingRuntime(
      databases,
      this.hosted,
      this.hints,
      options,
      new NoCrashPoints(),
      new Retention(),
    );
    this.parked = new ParkedMessages(databases, this.hosted, this.runtime);
    this.lag = new MessagingLag(databases, this.hosted, this.runtime);
  }

  log(module: string): EventLog {
    return new PostgresEventLog(this.databases.unitOfWork(module), this.hints, logPolicyOf(this.options));
  }

  start(...consumers: Consumer[]): Promise<void> {
    return this.runtime.start(consumers);
  }

  stop(): Promise<void> {
    return this.runtime.stop();
  }
}
