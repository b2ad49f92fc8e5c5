import type { UnitOfWork } from '@platform/persistence';

export interface Snapshot {
  readonly streamId: string;
  readonly version: number;
  readonly stateVersion: number;
  readonly state: unknown;
}

/** Writes the snapshots of one module: at the end of the unit, all in one statement, since only then what they show is recorded. */
export class Snapshots {
  private readonly sql: string;

  constructor(private readonly unit: UnitOfWork) {
    this.sql = `
      INSERT INTO "${unit.schema}".snapshot AS s (stream_id, version, state_version, state)
      SELECT "streamId", version, "stateVersion", state
        FROM json_to_recordset($1::json) AS taken ("streamId" text, version bigint, "stateVersion" integer, state json)
      ON CONFLICT (stream_id) DO UPDATE
        SET version = excluded.version, state_version = excluded.state_version, state = excluded.state,
            taken_at = excluded.taken_at
        WHERE s.version < excluded.version OR s.state_version <> excluded.state_version`;
  }

  take(snapshot: Snapshot): void {
    this.unit.beforeCommit('snapshots', snapshot, (taken) => {
      const latest = new Map(taken.map((each) => [each.streamId, each]));
      this.unit.write(this.sql, [JSON.stringify([...latest.values()])]);
      return Promise.resolve(() => this.unit.reached('snapshot.written'));
    });
  }
}
