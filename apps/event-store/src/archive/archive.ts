import { Injectable } from '@nestjs/common';
import { decodeEnvelope, ensureLogBase, type EncodedMessage, type TiedTables } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import { ArchiveHints } from './archive-hints.js';
import { ArchiveObserver } from './archive-observer.js';
import { archiveStatements } from './archive-statements.js';
import { type EventToArchive, toArchive } from './archived-event.js';
import { type IntakePlan, type LockedStream, planIntake, type StreamId, streamKey } from './intake-plan.js';
import { StreamRows } from './stream-rows.js';
import { toMultirange } from './stream-state.js';

/** Where messages come from: an ordered sequence of a transport, or an owner who was asked. */
export interface Source {
  readonly lane: string;
  /** Where the sequence goes on after them, where it counts. */
  readonly next?: number | undefined;
}

export interface Intake {
  readonly archived: number;
  /** Events that were there already. */
  readonly duplicates: number;
  /** Events of a version that another event has. */
  readonly conflicts: number;
}

type Conflict = EventToArchive & { readonly archivedId: string };

/** Tables with a column `ord`. */
const TIED: TiedTables = { stamped: ['event', 'stream'], elsewhere: {} };

/**
 * Keeps every event of every module, whoever brings it and however often. It depends on no order and on nothing that
 * was delivered before: a stream's own row says which of its versions are there.
 */
@Injectable()
export class Archive {
  private readonly sql: ReturnType<typeof archiveStatements>;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly streams: StreamRows,
    private readonly hints: ArchiveHints,
    private readonly observer: ArchiveObserver,
  ) {
    this.sql = archiveStatements(unit.schema);
  }

  /**
   * Archives the events among `messages`, all or none. What is archived of a stream in one call is read in the order of its
   * versions; what comes late is read after what came before it.
   *
   * @throws MalformedEnvelopeError, or what the database says
   */
  async archive(messages: readonly EncodedMessage[], source: Source): Promise<Intake> {
    const came = messages.flatMap((message) => toArchive(message) ?? []);
    if (came.length === 0) return { archived: 0, duplicates: 0, conflicts: 0 };
    await this.unit.reached('archive.received');
    const { plan, conflicts } = await this.unit.run(
      async () => {
        const locked = await this.streams.lock(came);
        const plan = planIntake(came, locked);
        if (plan.events.length > 0) await this.append(plan);
        const conflicts = await this.conflictsAmong(plan, locked);
        if (conflicts.length > 0) this.unit.write(this.sql.noteConflicts, [JSON.stringify(conflicts)]);
        this.count(came, plan, source);
        return { plan, conflicts };
      },
      { label: 'archive' },
    );
    this.observer.archived(plan.events, plan.known.length - conflicts.length, conflicts);
    if (plan.events.length > 0) this.hints.announce();
    return {
      archived: plan.events.length,
      duplicates: plan.known.length - conflicts.length,
      conflicts: conflicts.length,
    };
  }

  /** The lane goes on after a message that cannot be archived. */
  async passedBy(message: EncodedMessage, { lane, next }: Required<Source>): Promise<void> {
    const { sourceModule } = decodeEnvelope(message);
    const nothing = [0, 0, 0, '{}'];
    await this.unit.run(() => this.unit.query(this.sql.moveLane, [lane, sourceModule, next, ...nothing]));
  }

  private async append({ events, streams }: IntakePlan): Promise<void> {
    const parameters = [
      JSON.stringify(streams.map((stream) => ({ ...stream, gaps: toMultirange(stream.gaps) }))),
      JSON.stringify(events),
    ];
    const write = async () =>
      (await this.unit.query<{ written: number }>(this.sql.append, parameters))[0]?.written;
    if ((await write()) === events.length) return;
    // Once after each start of the server.
    await ensureLogBase(this.unit, TIED);
    const written = await write();
    if (written !== events.length)
      throw new Error(`Of ${events.length} events ${String(written)} were written.`);
  }

  /** Those whose place another event has: one that is archived, or one that came before it in the same call. */
  private async conflictsAmong(
    { events, known }: IntakePlan,
    locked: ReadonlyMap<string, LockedStream>,
  ): Promise<Conflict[]> {
    if (known.length === 0) return [];
    const ids = new Map(events.map((event) => [versionKey(event), event.id]));
    const asked = known
      .filter((event) => !ids.has(versionKey(event)))
      .map(({ module, streamId, version }) => {
        const { first = null, last = null } = locked.get(streamKey({ module, streamId })) ?? {};
        return { module, streamId, version, first, last };
      });
    if (asked.length > 0) {
      const found = await this.unit.query<StreamId & { version: number; id: string }>(this.sql.archivedIds, [
        JSON.stringify(asked),
      ]);
      for (const row of found) ids.set(versionKey(row), row.id);
    }
    return known.flatMap((event) => {
      const archivedId = ids.get(versionKey(event));
      if (archivedId === undefined)
        throw new Error(`Version ${event.version} of "${event.streamId}" was said to be archived.`);
      return archivedId === event.id.toLowerCase() ? [] : [{ ...event, archivedId }];
    });
  }

  /** Of each module apart; a sequence of a transport has one. */
  private count(came: readonly EventToArchive[], plan: IntakePlan, { lane, next }: Source): void {
    const events = Map.groupBy(plan.events, ({ module }) => module);
    for (const module of [...new Set(came.map((event) => event.module))].sort()) {
      const own = events.get(module) ?? [];
      const streams = plan.streams.filter((stream) => stream.isNew && stream.module === module).length;
      const known = plan.known.filter((event) => event.module === module).length;
      this.unit.write(this.sql.moveLane, [
        ...[lane, module, next ?? null, own.length, streams, known],
        JSON.stringify(own.at(-1) ?? {}),
      ]);
      const types = [...Map.groupBy(own, ({ type }) => type)].map(([type, { length }]) => ({
        type,
        events: length,
      }));
      if (types.length > 0) this.unit.write(this.sql.tally, [lane, module, JSON.stringify(types)]);
    }
  }
}

function versionKey({ module, streamId, version }: StreamId & { readonly version: number }): string {
  return `${streamKey({ module, streamId })}\0${version}`;
}
