import type { UnitOfWork } from '@platform/persistence';
import { Reply } from '../endpoint/reply.js';
import { problem } from '../problems/problem.js';
import { type IdempotencyScope, scopeId } from './scope.js';

/** Longer than a client is promised (24 h), so that an answer outlives the messages it caused. */
export const KEEP_DAYS = 7;

interface KeyRow {
  fingerprint: string;
  resource_id: string | null;
  status: number | null;
  headers: Record<string, string> | null;
  body: string | null;
}

/** A key as whoever took it may record it beside its effect, to be taken again by when the store is lost. */
export interface RecordedKey {
  /** See {@link scopeId}. */
  readonly scope: string;
  readonly fingerprint: string;
}

export interface TakenKey extends RecordedKey {
  readonly resourceId: string;
  /** When it was taken, RFC 3339. */
  readonly at?: string | undefined;
}

/** `existing` without an answer: the request was accepted, its answer is not decided yet. */
export type Claim =
  | { readonly state: 'new' }
  | {
      readonly state: 'existing';
      readonly resourceId: string | undefined;
      readonly answer: Reply | undefined;
    };

/**
 * The idempotency keys of one module, kept in its schema. Every method works in the module's current unit of work, so
 * that a key and the effect it stands for commit together.
 */
export class IdempotencyStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Takes the key, or tells what is known about it. While another transaction that took it is still open, this waits for
   * its end: a second request never works beside the first.
   *
   * @param resourceId what a retry needs to find the effect again, when the answer is decided later
   * @throws Problem `idempotency-key-reused` when the key was used with another body
   */
  async claim(scope: IdempotencyScope, fingerprint: string, resourceId?: string): Promise<Claim> {
    const id = scopeId(scope);
    const inserted = await this.unitOfWork.query(
      `INSERT INTO ${this.table} (scope, fingerprint, resource_id) VALUES ($1, $2, $3)
       ON CONFLICT (scope) DO NOTHING RETURNING scope`,
      [id, fingerprint, resourceId ?? null],
    );
    if (inserted.length > 0) return { state: 'new' };
    const row = await this.find(id);
    // Given back or purged between the two statements: as good as never taken, but not ours yet.
    if (!row) return this.claim(scope, fingerprint, resourceId);
    if (row.fingerprint !== fingerprint) {
      throw problem(
        'idempotency-key-reused',
        'This Idempotency-Key came with another body before. Use a new key for a new request.',
      );
    }
    return { state: 'existing', resourceId: row.resource_id ?? undefined, answer: answerOf(row) };
  }

  /** Stores the decided answer and gives back the one that counts: an earlier one, when there is one. */
  async complete(scope: IdempotencyScope, answer: Reply): Promise<Reply> {
    const id = scopeId(scope);
    const updated = await this.unitOfWork.query(
      `UPDATE ${this.table} SET status = $2, headers = $3, body = $4 WHERE scope = $1 AND status IS NULL RETURNING scope`,
      [
        id,
        answer.status,
        JSON.stringify(answer.headers),
        answer.body === undefined ? null : JSON.stringify(answer.body),
      ],
    );
    if (updated.length > 0) return answer;
    const row = await this.find(id);
    return (row && answerOf(row)) ?? answer;
  }

  /** Gives the key back, so that the next request with it is a new one. */
  async release(scope: IdempotencyScope): Promise<void> {
    await this.unitOfWork.query(`DELETE FROM ${this.table} WHERE scope = $1 AND status IS NULL`, [
      scopeId(scope),
    ]);
  }

  /** Takes keys again that a restore of the module's database lost, old ones left out. Those that are known stay as they are. */
  async takeAgain(keys: readonly TakenKey[]): Promise<void> {
    if (keys.length === 0) return;
    await this.unitOfWork.query(
      `INSERT INTO ${this.table} (scope, fingerprint, resource_id, created_at)
       SELECT scope, fingerprint, "resourceId", coalesce(at, now())
         FROM json_to_recordset($1::json) AS k (scope text, fingerprint text, "resourceId" text, at timestamptz)
        WHERE coalesce(at, now()) > now() - make_interval(days => $2)
        ORDER BY scope ON CONFLICT (scope) DO NOTHING`,
      [JSON.stringify(keys), KEEP_DAYS],
    );
  }

  /** Deletes up to `limit` keys older than `days`; the number deleted. */
  async purge(days: number, limit: number): Promise<number> {
    const deleted = await this.unitOfWork.query(
      `DELETE FROM ${this.table} WHERE scope IN (
         SELECT scope FROM ${this.table} WHERE created_at < now() - make_interval(days => $1) ORDER BY created_at LIMIT $2
       ) RETURNING scope`,
      [days, limit],
    );
    return deleted.length;
  }

  private async find(id: string): Promise<KeyRow | undefined> {
    const [row] = await this.unitOfWork.query<KeyRow>(
      `SELECT fingerprint, resource_id, status, headers, body FROM ${this.table} WHERE scope = $1`,
      [id],
    );
    return row;
  }

  private get table(): string {
    return `"${this.unitOfWork.schema}".idempotency_key`;
  }
}

function answerOf(row: KeyRow): Reply | undefined {
  if (row.status === null) return undefined;
  const body: unknown = row.body === null ? undefined : JSON.parse(row.body);
  return new Reply(row.status, body, row.headers ?? {});
}
