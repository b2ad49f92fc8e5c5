import type { UnitOfWork } from '@platform/persistence';

import { definitionOf } from '../envelope/define-message.js';
import { openMessage } from '../envelope/cloud-events.js';
import { MessageDefinitionError } from '../envelope/errors.js';
import type { Message } from '../envelope/message.js';
import { type AppendedMessage, appendParameters, appendStatement } from './append-statement.js';
import { RestoredLogError, StreamConcurrencyError } from './errors.js';
import { EventLog, type AppendOptions, type NewMessage } from './event-log.js';
import { ensureLogBase } from './log-base.js';
import type { LogHints } from './log-hints.js';
import { type LogPolicy, WRITES_ALL } from './log-policy.js';
import { type PendingMessage, pendingMessage } from './pending-message.js';
import { MESSAGE_COLUMNS, type RecordedRow, toRecordedMessage } from './recorded-row.js';
import { sentStreamId } from './sent-streams.js';

interface Append {
  readonly streamId: string;
  readonly messages: readonly PendingMessage[];
  readonly expectedVersion: number | undefined;
  readonly last: boolean;
}

interface Head {
  readonly streamId: string;
  readonly version: number;
}

/** Names what is written at the end of a unit of work. */
const DEFERRED = 'event-log';

/** The log of one module, in its schema. */
export class PostgresEventLog extends EventLog {
  readonly module: string;
  private readonly appendSql: string;
  private readonly finishSql: string;
  private readonly readSql: string;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly hints: LogHints,
    private readonly policy: LogPolicy = WRITES_ALL,
  ) {
    super();
    this.module = unit.module;
    this.appendSql = appendStatement(unit.schema, policy);
    this.finishSql = `UPDATE "${unit.schema}".stream_head SET last_version = version, finished_on = current_date
      WHERE stream_id = ANY ($1)`;
    this.readSql = `SELECT ${MESSAGE_COLUMNS} FROM "${unit.schema}".event
      WHERE stream_id = $1 AND version > $2 ORDER BY version LIMIT $3`;
  }

  override append(
    streamId: string,
    events: readonly NewMessage[],
    { expectedVersion, last = false }: AppendOptions = {},
  ): void {
    for (const { type } of events) {
      if (definitionOf(type).module !== this.module)
        throw new MessageDefinitionError(
          `Module "${this.module}" cannot record "${type}", an event of another module.`,
        );
    }
    const messages = events.map((event) => pendingMessage(streamId, event, ['events'], null));
    this.defer({ streamId, messages, expectedVersion, last });
  }

  override pending(streamIds: readonly string[]): ReadonlyMap<string, readonly NewMessage[]> {
    const found = new Map<string, NewMessage[]>();
    const appends = this.unit.deferred(DEFERRED) as readonly Append[];
    if (appends.length === 0) return found;
    const wanted = new Set(streamIds);
    for (const { streamId, messages } of appends) {
      if (!wanted.has(streamId)) continue;
      const recorded = messages.map(({ type, data }) => ({ type, data: JSON.parse(data) as unknown }));
      found.set(streamId, [...(found.get(streamId) ?? []), ...recorded]);
    }
    return found;
  }

  override send(target: string, key: string, messages: readonly NewMessage[]): void {
    for (const message of messages) {
      const { channel } = definitionOf(message.type);
      const streamId = sentStreamId(channel, target, key);
      const pending = pendingMessage(streamId, message, ['commands', 'replies'], target);
      this.defer({ streamId, messages: [pending], expectedVersion: undefined, last: false });
    }
  }

  override async read(streamId: string, after = 0, limit = 1_000): Promise<Message[]> {
    const rows = await this.unit.query<RecordedRow>(this.readSql, [streamId, after, limit]);
    return rows.map((row) => openMessage(toRecordedMessage(this.module, row)));
  }

  private defer(append: Append): void {
    if (append.messages.length === 0) return;
    this.unit.beforeCommit(DEFERRED, append, (appends) => this.write(appends));
  }

  /**
   * Sends the append; what its answer says is looked at when every module of the transaction has sent its own. An append that
   * is sent again, once after each start of the server, takes its heads out of order: a deadlock then is retried.
   */
  private write(appends: readonly Append[]): Promise<() => Promise<void>> {
    const messages = appends.flatMap((append) => append.messages);
    const counts = new Map<string, number>();
    // Backwards: what was counted of a stream so far comes after the message.
    const appended = messages.toReversed().map((message): AppendedMessage => {
      const followers = counts.get(message.streamId) ?? 0;
      counts.set(message.streamId, followers + 1);
      return { ...message, followers };
    });
    const streams = [...counts.keys()]
      .sort()
      .map((streamId) => ({ streamId, messages: counts.get(streamId) ?? 0 }));
    const parameters = appendParameters(streams, appended.toReversed());
    let heads: readonly Head[] = [];
    this.unit.write(this.appendSql, parameters, (rows) => {
      heads = rows as readonly Head[];
    });
    this.unit.afterCommit(() => this.hints.hint(this.module));
    return Promise.resolve(async () => {
      if (heads.length === 0) {
        await ensureLogBase(this.unit);
        heads = await this.unit.query<Head>(this.appendSql, parameters);
        if (heads.length === 0) this.refuse();
      }
      assertExpected(appends, counts, new Map(heads.map(({ streamId, version }) => [streamId, version])));
      this.finish(appends);
      await this.unit.reached('log.appended');
    });
  }

  /** The process has lived through a restore. @throws RestoredLogError */
  private refuse(): never {
    const error = new RestoredLogError(this.module);
    this.policy.onRestored(error);
    throw error;
  }

  /** A statement of its own: every append would pay for it, and few are the last of their stream. */
  private finish(appends: readonly Append[]): void {
    const isLast = new Map(appends.map(({ streamId, last }) => [streamId, last]));
    const finished = [...isLast].filter(([, last]) => last).map(([streamId]) => streamId);
    if (finished.length > 0) this.unit.write(this.finishSql, [finished]);
  }
}

/** Compared after the fact: the heads are locked by now, and a mismatch rolls the whole unit back. */
function assertExpected(
  appends: readonly Append[],
  counts: ReadonlyMap<string, number>,
  heads: ReadonlyMap<string, number>,
): void {
  const appended = new Map<string, number>();
  for (const { streamId, messages, expectedVersion } of appends) {
    const own = appended.get(streamId) ?? 0;
    const before = (heads.get(streamId) ?? 0) - (counts.get(streamId) ?? 0) + own;
    if (expectedVersion !== undefined && before !== expectedVersion)
      throw new StreamConcurrencyError(streamId, expectedVersion, before);
    appended.set(streamId, own + messages.length);
  }
}
