import { Inject, Injectable } from '@nestjs/common';
import { Databases } from '@platform/persistence';

import type { EventLog } from '../log/event-log.js';
import { LogHints } from '../log/log-hints.js';
import { PostgresEventLog } from '../log/postgres-event-log.js';
import { logPolicyOf, MESSAGING_OPTIONS, type MessagingOptions } from '../runtime/messaging-options.js';

/** The log of each module of this process, by name: for platform code that works in several modules' units of work. */
@Injectable()
export class EventLogs {
  private readonly logs = new Map<string, EventLog>();

  constructor(
    private readonly databases: Databases,
    private readonly hints: LogHints,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions = {},
  ) {}

  of(module: string): EventLog {
    const known = this.logs.get(module);
    if (known) return known;
    const log = new PostgresEventLog(
      this.databases.unitOfWork(module),
      this.hints,
      logPolicyOf(this.options),
    );
    this.logs.set(module, log);
    return log;
  }
}
