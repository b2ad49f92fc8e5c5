import { Injectable } from '@nestjs/common';
import { Databases } from '@platform/persistence';

import { joinCursor } from '../relay/reader-cursors.js';
import { HostedModules } from '../runtime/hosted-modules.js';
import { MessagingRuntime } from '../runtime/messaging-runtime.js';

/** How far one outlet is behind one log. */
export interface LogLag {
  readonly sourceModule: string;
  /** A consumer in process; else the transport. */
  readonly outlet: string;
  /** Messages that its cursor has not passed, counted up to {@link MOST_COUNTED}. */
  readonly messages: number;
  /** Age of the oldest of them in seconds; 0 when there is none. */
  readonly ageSeconds: number;
}

/** What one consumer has set aside. */
export interface ParkedCount {
  readonly consumer: string;
  readonly keys: number;
  readonly messages: number;
}

/** What one consumer was delivered in this process and has neither handled nor parked yet. */
export interface InboxLag {
  readonly consumer: string;
  readonly messages: number;
}

/** How long one consumer has been trying the same message in vain, because of the infrastructure; 0 while it gets on. */
export interface Stalled {
  readonly consumer: string;
  readonly seconds: number;
}

export interface Lag {
  readonly logs: readonly LogLag[];
  readonly inboxes: readonly InboxLag[];
  readonly parked: readonly ParkedCount[];
}

/** Counting further would cost more than the figure is worth. */
export const MOST_COUNTED = 10_000;

/** How far everything is behind: for metrics, and for whoever waits until all is quiet. */
@Injectable()
export class MessagingLag {
  constructor(
    private readonly databases: Databases,
    private readonly hosted: HostedModules,
    private readonly runtime: MessagingRuntime,
  ) {}

  /** Figures of the modules of this process. A message is lag from its commit until its effects are committed. */
  async lag(): Promise<Lag> {
    const modules = this.hosted.all;
    const [logs, parked] = await Promise.all([
      Promise.all(modules.map((module) => this.logLag(module))),
      Promise.all(modules.map((module) => this.parked(module))),
    ]);
    return { logs: logs.flat(), inboxes: this.runtime.inboxLag(), parked: parked.flat() };
  }

  /** Of the consumers of this process; known also while the databases are out of reach. */
  stalled(): readonly Stalled[] {
    return this.runtime.stalled();
  }

  /** True when every outlet has passed every message. Parked messages do not count: they wait for people. */
  async isQuiet(): Promise<boolean> {
    const { logs } = await this.lag();
    return logs.every(({ messages }) => messages === 0);
  }

  private async logLag(module: string): Promise<LogLag[]> {
    const unit = this.databases.unitOfWork(module);
    const s = `"${unit.schema}"`;
    const rows = await unit.read(() =>
      unit.query<Omit<LogLag, 'sourceModule'>>(
        `SELECT o.outlet, l.messages, coalesce(extract(epoch FROM clock_timestamp() - l.oldest)::float8, 0) AS "ageSeconds"
           FROM unnest($1::text[]) AS o (outlet) ${joinCursor(s)} CROSS JOIN LATERAL (
             SELECT count(*)::int AS messages, min(recorded_at) AS oldest FROM (
               SELECT recorded_at FROM ${s}.event e 
                WHERE (e.ord, e.position) > (coalesce(c.ord, 0), coalesce(c.position, 0))
                ORDER BY e.ord, e.position LIMIT ${MOST_COUNTED}) behind) l
          ORDER BY o.outlet`,
        [this.runtime.outletNames(module)],
      ),
    );
    return rows.map((row) => ({ sourceModule: module, ...row }));
  }

  private parked(module: string): Promise<ParkedCount[]> {
    const unit = this.databases.unitOfWork(module);
    return unit.read(() =>
      unit.query<ParkedCount>(
        `SELECT consumer, count(DISTINCT (source_module, channel, stream_id))::int AS keys, count(*)::int AS messages
           FROM "${unit.schema}".parked_message GROUP BY consumer ORDER BY consumer`,
      ),
    );
  }
}
