import { AggregateRoot } from '@platform/domain';
import {
  AggregateStreams,
  CreateProjections1767000000310,
  CreateSnapshots1767000000300,
  type RemadeRows,
  InlineProjections,
  type Projection,
} from '@platform/event-sourcing';
import { defineEvent, type EventLog, type EventOf, MESSAGING_MIGRATIONS } from '@platform/messaging';
import { registerModule, schemaOf, type UnitOfWork } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';

class CreateReadings1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE ${schemaOf(runner)}.total (who text PRIMARY KEY, sum int NOT NULL)`);
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.total`);
  }
}
registerModule('meter', {
  migrations: [
    ...MESSAGING_MIGRATIONS,
    CreateSnapshots1767000000300,
    CreateProjections1767000000310,
    CreateReadings1767225600000,
  ],
});

export const Read = defineEvent('meter.read', 1, z.object({ by: z.int(), who: z.string() }));
type MeterEvent = EventOf<typeof Read>;

class Meter extends AggregateRoot<{ readonly sum: number }, MeterEvent> {
  constructor(id: string, state = { sum: 0 }, version = 0) {
    super(id, state, version);
  }
  read(by: number, who: string): void {
    this.record({ type: 'meter.read', data: { by, who } });
  }
  protected evolve({ sum }: { readonly sum: number }, { data }: MeterEvent): { readonly sum: number } {
    return { sum: sum + data.by };
  }
}

/** A module `meter` that is kept as events, with an inline projection and another one. */
export class Meters {
  readonly streams: AggregateStreams<{ readonly sum: number }, MeterEvent, Meter>;
  readonly inline: InlineProjections;

  constructor(
    private readonly unit: UnitOfWork,
    log: EventLog,
  ) {
    this.streams = new AggregateStreams(unit, log, {
      stream: 'meter',
      revive: (id, snapshot) => new Meter(id, snapshot?.state, snapshot?.version),
      snapshots: { every: 3, stateVersion: 1 },
    });
    this.inline = new InlineProjections(unit, [this.totals]);
  }

  async read(ids: readonly string[], count: number): Promise<void> {
    for (const id of ids)
      for (let n = 1; n <= count; n += 1)
        await this.unit.run(async () => {
          const meter = (await this.streams.load([id])).get(id) ?? new Meter(id);
          meter.read(n, n % 2 === 0 ? 'Anna' : 'Ben');
          const events = this.streams.save(meter);
          await this.totals.apply(events);
        });
  }

  async sums(ids: readonly string[]): Promise<(number | undefined)[]> {
    const found = await this.unit.read(() => this.streams.find(ids));
    return ids.map((id) => found.get(id)?.state.sum);
  }

  totalsNow(): Promise<{ who: string; sum: number }[]> {
    return this.unit.read(() => this.unit.query(`SELECT who, sum FROM meter.total ORDER BY who`));
  }

  /** How often each meter was read. */
  readonly counts: Projection = {
    name: 'counts',
    types: new Set([Read.type]),
    version: 1,
    columns: 'stream_id text PRIMARY KEY, count int NOT NULL',
    apply: async (table, events) => {
      for (const { streamId } of events)
        await this.unit.query(
          `INSERT INTO ${table} AS t VALUES ($1, 1) ON CONFLICT (stream_id) DO UPDATE SET count = t.count + 1`,
          [streamId],
        );
    },
  };

  /** What each has read, over all meters. */
  private readonly totals: RemadeRows = {
    types: new Set([Read.type]),
    clear: async () => {
      await this.unit.query('DELETE FROM meter.total');
    },
    apply: async (events) => {
      for (const { data } of events) {
        const { by, who } = data as { by: number; who: string };
        await this.unit.query(
          'INSERT INTO meter.total AS t VALUES ($1, $2) ON CONFLICT (who) DO UPDATE SET sum = t.sum + excluded.sum',
          [who, by],
        );
      }
    },
  };
}
