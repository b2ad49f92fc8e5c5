import { Injectable } from '@nestjs/common';
import { Databases } from '@platform/persistence';

import { joinCursor } from '../relay/reader-cursors.js';
import { HostedModules } from '../runtime/hosted-modules.js';
import { MessagingRuntime } from '../runtime/messaging-runtime.js';
import type { Forgotten, Stalled, TransportLag } from '../transport/transport.js';

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

export interface Lag {
  readonly logs: readonly LogLag[];
  readonly inboxes: readonly InboxLag[];
  readonly parked: readonly ParkedCount[];
  /** Of a transport that keeps messages on their way; not there in process, nor while the broker is out of reach. */
  readonly transport?: readonly TransportLag[];
}

interface CursorLag extends Omit<LogLag, 'sourceModule'> {
  /** `ord` and `position` of the cursor. */
  readonly cursor: string;
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

  /** Names of the consumers of this process that wait for the transport; undefined in process, where none ever does. */
  waiting(): readonly string[] | undefined {
    return this.runtime.transport.waiting?.();
  }

  /** What consumers of this process lack because the transport has forgotten it. */
  forgotten(): readonly Forgotten[] {
    return this.runtime.transport.forgotten?.() ?? [];
  }

  /** Figures of the modules of this process. A message is lag from its commit until its effects are committed. */
  async lag(): Promise<Lag> {
    const modules = this.hosted.all;
    const [logs, parked, transport] = await Promise.all([
      this.logs(),
      Promise.all(modules.map((module) => this.parked(module))),
      this.transportLag(),
    ]);
    return {
      logs: logs.map(({ sourceModule, outlet, messages, ageSeconds }) => ({
        sourceModule,
        outlet,
        messages,
        ageSeconds,
      })),
      inboxes: this.runtime.inboxLag(),
      parked: parked.flat(),
      ...(transport && { transport }),
    };
  }

  /** Of the consumers of this process; known also while the databases are out of reach. */
  stalled(): readonly Stalled[] {
    return this.runtime.stalled();
  }

  /**
   * True when every outlet has passed every message and every consumer of this process has handled what was published for it.
   * Parked messages do not count: they wait for people.
   */
  async isQuiet(): Promise<boolean> {
    const before = await this.logs();
    if (!allPassed(before)) return false;
    if (!this.runtime.transport.lag) return true;
    // Whoever does not receive yet may be about to find out what it lacks.
    if ((this.waiting()?.length ?? 0) > 0 || this.forgotten().length > 0) return false;
    const transport = await this.transportLag();
    if (!transport?.every(({ messages }) => messages === 0)) return false;
    // A message that was handled between the two readings has left a trace in a log, perhaps one that was passed on since.
    const after = await this.logs();
    return allPassed(after) && after.every(({ cursor }, index) => cursor === before[index]?.cursor);
  }

  private async transportLag(): Promise<readonly TransportLag[] | undefined> {
    return this.runtime.transport.lag?.().catch(() => undefined);
  }

  private async logs(): Promise<(CursorLag & { readonly sourceModule: string })[]> {
    const modules = this.hosted.all.map(async (sourceModule) =>
      (await this.cursors(sourceModule)).map((row) => ({ sourceModule, ...row })),
    );
    return (await Promise.all(modules)).flat();
  }

  private cursors(module: string): Promise<CursorLag[]> {
    const unit = this.databases.unitOfWork(module);
    const s = `"${unit.schema}"`;
    return unit.read(() =>
      unit.query<CursorLag>(
        `SELECT o.outlet, l.messages, coalesce(extract(epoch FROM clock_timestamp() - l.oldest)::float8, 0) AS "ageSeconds",
                concat(c.ord, '/', c.position) AS cursor
           FROM unnest($1::text[]) AS o (outlet) ${joinCursor(s)} CROSS JOIN LATERAL (
             SELECT count(*)::int AS messages, min(recorded_at) AS oldest FROM (
               SELECT recorded_at FROM ${s}.event e
                WHERE (e.ord, e.position) > (coalesce(c.ord, 0), coalesce(c.position, 0))
                ORDER BY e.ord, e.position LIMIT ${MOST_COUNTED}) behind) l
          ORDER BY o.outlet`,
        [this.runtime.outletNames(module)],
      ),
    );
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

function allPassed(logs: readonly CursorLag[]): boolean {
  return logs.every(({ messages }) => messages === 0);
}
