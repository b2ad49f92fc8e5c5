import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';

import { fromMultirange, missing, type Versions } from './stream-state.js';

/** How far one lane has come: a partition of a topic, or what owners were asked for. */
export interface LanePosition {
  readonly lane: string;
  readonly module: string;
  /** Where the partition goes on; null where nothing counts. */
  readonly nextOffset: number | null;
  readonly events: number;
  readonly duplicates: number;
  readonly lastEvent: {
    readonly id: string;
    readonly streamId: string;
    readonly version: number;
    readonly type: string;
    readonly recordedAt: string;
  } | null;
  readonly archivedAt: Date;
}

export interface ModuleFigures {
  readonly module: string;
  readonly events: number;
  readonly streams: number;
  readonly types: readonly { readonly type: string; readonly events: number }[];
}

export interface StreamGap {
  readonly module: string;
  readonly streamId: string;
  readonly missing: readonly Versions[];
  readonly since: Date;
  /** How often the owner was asked. */
  readonly asks: number;
  readonly lastAnswer: string | null;
}

export interface Trouble {
  readonly streamsWithGaps: number;
  readonly missingEvents: number;
  readonly conflicts: number;
  readonly refused: number;
}

/** What the archive holds and lacks; nothing of it counts the events themselves. */
@Injectable()
export class ArchiveFigures {
  constructor(private readonly unit: UnitOfWork) {}

  async positions(): Promise<LanePosition[]> {
    return this.read<LanePosition>(
      `SELECT name AS lane, module, next_offset AS "nextOffset", events, duplicates, archived_at AS "archivedAt",
              CASE WHEN last_event_id IS NOT NULL THEN json_build_object('id', last_event_id, 'streamId', last_stream_id,
                'version', last_version, 'type', last_type, 'recordedAt', recorded_at) END AS "lastEvent"
         FROM ${this.s}.lane ORDER BY module, name`,
    );
  }

  async modules(): Promise<ModuleFigures[]> {
    return this.read<ModuleFigures>(
      `SELECT module, sum(events)::bigint AS events, sum(streams)::bigint AS streams,
              coalesce((SELECT json_agg(t ORDER BY t.type) FROM (
                SELECT type, sum(events)::bigint AS events FROM ${this.s}.tally t WHERE t.module = l.module GROUP BY type) t),
                '[]') AS types
         FROM ${this.s}.lane l GROUP BY module ORDER BY module`,
    );
  }

  /** The oldest gaps first. */
  async gaps(limit: number): Promise<StreamGap[]> {
    const rows = await this.read<Omit<StreamGap, 'missing'> & { gaps: string }>(
      `SELECT module, stream_id AS "streamId", gaps::text AS gaps, gap_since AS since, asks, last_answer AS "lastAnswer"
         FROM ${this.s}.stream WHERE ask_at IS NOT NULL ORDER BY gap_since, module, stream_id LIMIT $1`,
      [limit],
    );
    return rows.map(({ gaps, ...row }) => ({ ...row, missing: fromMultirange(gaps) }));
  }

  async trouble(): Promise<Trouble> {
    const gaps = await this.read<{ gaps: string }>(
      `SELECT gaps::text AS gaps FROM ${this.s}.stream WHERE ask_at IS NOT NULL`,
    );
    const [counts] = await this.read<{ conflicts: number; refused: number }>(
      `SELECT (SELECT count(*) FROM ${this.s}.conflict) AS conflicts,
              (SELECT count(*) FROM ${this.s}.refused_message) AS refused`,
    );
    return {
      streamsWithGaps: gaps.length,
      missingEvents: gaps.reduce((sum, row) => sum + missing({ gaps: fromMultirange(row.gaps) }), 0),
      conflicts: counts?.conflicts ?? 0,
      refused: counts?.refused ?? 0,
    };
  }

  private get s(): string {
    return `"${this.unit.schema}"`;
  }

  private read<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.unit.read(() => this.unit.query<Row>(sql, parameters));
  }
}
