import type { AggregateRoot } from '@platform/domain';
import type { EventLog, NewMessage } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { AggregateKind } from './aggregate-kind.js';
import { Snapshots } from './snapshots.js';
import { historic, type HistoricEvent, readStreamsSql, type StreamRow } from './stream-rows.js';

/** Up to where a stream is read: a version, or what had been recorded by a time. */
export type Until = { readonly version: number } | { readonly time: Date };

/**
 * Keeps aggregates of one kind as streams of the module's log, which is their truth: what was recorded is appended, and an
 * aggregate is what its events make of it. Every method belongs into a unit of work of the log's module.
 *
 * A stream that is loaded to be changed is locked at its head until the unit ends, so that writers wait for each other
 * instead of beginning again; the version that it was loaded at is expected all the same, since a stream that is not there yet
 * has no head to be locked. What the unit itself has recorded so far is part of what it loads and finds, though none of it
 * is written before the commit.
 */
export class AggregateStreams<State, Event extends NewMessage, Root extends AggregateRoot<State, Event>> {
  private readonly lockSql: string;
  private readonly readSql: string;
  private readonly snapshots: Snapshots;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly log: EventLog,
    private readonly kind: AggregateKind<State, Event, Root>,
  ) {
    const s = `"${unit.schema}"`;
    this.lockSql = `SELECT FROM ${s}.stream_head WHERE stream_id = ANY ($1::text[]) ORDER BY stream_id FOR UPDATE`;
    this.readSql = readStreamsSql(unit.schema);
    this.snapshots = new Snapshots(unit);
  }

  /** Those of them that there are, by id, locked until the unit ends. */
  async load(ids: readonly string[]): Promise<ReadonlyMap<string, Root>> {
    const streams = ids.map((id) => this.streamOf(id));
    // Sent together: the second statement sees what a writer that the first waited for has committed.
    const [, found] = await Promise.all([this.unit.query(this.lockSql, [streams]), this.rows(streams)]);
    return this.revived(found, this.log.pending(streams));
  }

  /** Those of them that there are, by id, to be looked at. */
  async find(ids: readonly string[]): Promise<ReadonlyMap<string, Root>> {
    const streams = ids.map((id) => this.streamOf(id));
    return this.revived(await this.rows(streams), this.log.pending(streams));
  }

  /** One as it was; `undefined` when it was not there yet. */
  async asOf(id: string, until: Until): Promise<Root | undefined> {
    const [row] = await this.wholly(id, until);
    return row && this.revive(row);
  }

  /** Everything that happened to one, oldest first; empty when there is none. */
  async history(id: string): Promise<readonly HistoricEvent[]> {
    return (await this.histories([id])).get(id) ?? [];
  }

  /** Everything that happened to each of them that there is, by id, oldest first. */
  async histories(ids: readonly string[]): Promise<ReadonlyMap<string, readonly HistoricEvent[]>> {
    const rows = await this.unit.query<StreamRow>(this.readSql, [
      ids.map((id) => this.streamOf(id)),
      ...[null, null, null],
    ]);
    return new Map(
      rows.flatMap(({ streamId, events }) =>
        events === null
          ? []
          : [
              [
                this.idOf(streamId),
                events.map((event) => historic(this.log.module, streamId, event)),
              ] as const,
            ],
      ),
    );
  }

  /**
   * Appends what was recorded on an aggregate since it was loaded, and publishes it by that.
   * @param last the aggregate refuses every further change
   * @returns what was recorded, for what is made of it in the same unit
   * @throws at commit StreamConcurrencyError when something else happened to it meanwhile; the unit is begun again then
   */
  save(aggregate: Root, last = false): readonly Event[] {
    const events = aggregate.pullEvents();
    if (events.length === 0) return events;
    const { version } = aggregate;
    const loaded = version - events.length;
    const streamId = this.streamOf(aggregate.id);
    this.log.append(streamId, events, { expectedVersion: loaded, last });
    const { every, stateVersion } = this.kind.snapshots;
    if (Math.floor(version / every) > Math.floor(loaded / every))
      this.snapshots.take({ streamId, version, stateVersion, state: aggregate.state });
    return events;
  }

  private rows(streams: readonly string[]): Promise<StreamRow[]> {
    return this.unit.query<StreamRow>(this.readSql, [streams, this.kind.snapshots.stateVersion, null, null]);
  }

  /** From the beginning, past all snapshots. */
  private wholly(id: string, until?: Until): Promise<StreamRow[]> {
    const [version, time] =
      until === undefined ? [null, null] : 'version' in until ? [until.version, null] : [null, until.time];
    return this.unit.query<StreamRow>(this.readSql, [[this.streamOf(id)], null, version, time]);
  }

  private revived(
    rows: readonly StreamRow[],
    pending: ReadonlyMap<string, readonly NewMessage[]>,
  ): ReadonlyMap<string, Root> {
    const roots = rows.flatMap((row) => this.revive(row, pending.get(row.streamId)) ?? []);
    return new Map(roots.map((root) => [root.id, root]));
  }

  private revive(
    { streamId, snapshot, events }: StreamRow,
    pending: readonly NewMessage[] = [],
  ): Root | undefined {
    if (snapshot === null && events === null && pending.length === 0) return undefined;
    const id = this.idOf(streamId);
    const root = this.kind.revive(
      id,
      snapshot === null ? undefined : { state: snapshot.state as State, version: snapshot.version },
    );
    const happened = (events ?? []).map((event) => historic(this.log.module, streamId, event));
    // Validated by the schemas of the module's own contract as they were read.
    root.replay([...happened, ...pending].map(({ type, data }) => ({ type, data }) as Event));
    return root;
  }

  private idOf(streamId: string): string {
    return streamId.slice(this.kind.stream.length + 1);
  }

  private streamOf(id: string): string {
    return `${this.kind.stream}-${id}`;
  }
}
