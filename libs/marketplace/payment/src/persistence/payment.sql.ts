/** The columns of a charge attempt, named as the domain names them. */
export const ATTEMPT = `a.n, a.amount_cents AS "amountCents", a.currency, a.method, a.idempotency_key AS "idempotencyKey",
  a.status, a.charge_id AS "chargeId", a.reason`;

/** The key under which the provider is asked for an attempt: the same whenever, and by whatever, the attempt is made. */
export function idempotencyKeySql(order: string, n: string): string {
  return `'charge-' || ${order} || '-' || ${n}`;
}

/**
 * $1 order, $2 amount, $3 currency, $4 method, $5 card token. Finds the attempt over that amount or adds the next one. No row
 * when someone else was adding one at the same time.
 */
export function prepareAttemptSql(s: string): string {
  // Not the statement's own time: it may have waited for a rival that was adding the same attempt.
  const firstAgoMs = 'extract(epoch FROM clock_timestamp() - first_at)::float8 * 1000';
  return `
    WITH known AS (
      SELECT * FROM ${s}.charge_attempt WHERE order_id = $1::uuid
    ), same AS (
      SELECT * FROM known WHERE amount_cents = $2::bigint AND currency = $3::text
    ), following AS (
      SELECT coalesce(max(n), 0) + 1 AS n, coalesce(min(first_at), statement_timestamp()) AS first_at FROM known
    ), added AS (
      INSERT INTO ${s}.charge_attempt (order_id, n, amount_cents, currency, method, card_token, idempotency_key, status,
                                       first_at, prepared_at)
      SELECT $1::uuid, n, $2::bigint, $3::text, $4::text, $5::text, ${idempotencyKeySql('$1::uuid', 'n')}, 'prepared',
             first_at, statement_timestamp()
        FROM following WHERE NOT EXISTS (SELECT FROM same)
      ON CONFLICT DO NOTHING
      RETURNING *
    )
    SELECT n, idempotency_key AS "idempotencyKey", ${firstAgoMs} AS "firstAgoMs",
           (SELECT coalesce(bool_or(status IN ('abandoned', 'refunding', 'refunded', 'void'))
                            AND NOT bool_or(status = 'captured'), false) FROM known) AS "isAbandoned"
      FROM (SELECT * FROM same UNION ALL SELECT * FROM added) AS attempt`;
}

/**
 * $1 order. The attempts are locked in the order of their numbers; whoever waited for that lock may see the payment as it was
 * before, which the version check at saving notices.
 */
export function loadChargesSql(s: string): string {
  return `
    SELECT ${ATTEMPT}, p.status AS "paymentStatus", p.version AS "paymentVersion", p.attempt AS "paidAttempt",
           p.amount_cents AS "paidCents", p.currency AS "paidCurrency", p.provider_reference AS "providerReference", p.lines
      FROM ${s}.charge_attempt a LEFT JOIN ${s}.payment p ON p.order_id = a.order_id
     WHERE a.order_id = $1 ORDER BY a.n FOR UPDATE OF a`;
}

/**
 * $1 order, $2 attempts as JSON. An attempt that is owed becomes due at once; a settled one no longer needs its card token.
 */
export function saveAttemptsSql(s: string): string {
  return `
    UPDATE ${s}.charge_attempt a
       SET status = c.status, charge_id = c."chargeId", reason = c.reason,
           card_token = CASE WHEN c.status = 'abandoned' THEN a.card_token END,
           due_at = CASE WHEN c.status IN ('abandoned', 'refunding') THEN coalesce(a.due_at, statement_timestamp()) END
      FROM json_to_recordset($2::json) AS c (n integer, status text, "chargeId" text, reason text)
     WHERE a.order_id = $1::uuid AND a.n = c.n`;
}

/** $1 order. The attempts are locked in the order of their numbers. */
export function loadAttemptsSql(s: string): string {
  return `SELECT ${ATTEMPT} FROM ${s}.charge_attempt a WHERE a.order_id = $1 ORDER BY a.n FOR UPDATE`;
}

/**
 * As {@link saveAttemptsSql}: $3 stream of the payment, $4 the version that it must have. No rows: it has another one. Asked here,
 * since only at the commit it would be refused as something to begin again with, and what was loaded before is no better then.
 */
export function saveAttemptsOfStreamSql(s: string): string {
  return `${saveAttemptsSql(s)}
       AND coalesce((SELECT version FROM ${s}.stream_head WHERE stream_id = $3::text), 0) = $4::bigint
    RETURNING a.n`;
}

/**
 * As {@link saveAttemptsSql}, and the payment: $3 status, $4 attempt, $5 amount, $6 currency, $7 provider's reference, $8 lines
 * as JSON, $9 version, $10 version when loaded. No row: the payment was not at that version.
 */
export function savePaymentSql(s: string): string {
  return `
    WITH attempts AS (${saveAttemptsSql(s)})
    INSERT INTO ${s}.payment AS p (order_id, status, attempt, amount_cents, currency, provider_reference, lines, version,
                                   updated_at)
    VALUES ($1::uuid, $3, $4, $5, $6, $7, $8, $9, statement_timestamp())
    ON CONFLICT (order_id) DO UPDATE
      SET status = excluded.status, attempt = excluded.attempt, amount_cents = excluded.amount_cents,
          currency = excluded.currency, provider_reference = excluded.provider_reference, lines = excluded.lines,
          version = excluded.version, updated_at = excluded.updated_at
      WHERE p.version = $10::integer
    RETURNING order_id`;
}

/** $1 how many, $2 lease in milliseconds. */
export function claimOwedSql(s: string): string {
  return `
    UPDATE ${s}.charge_attempt a
       SET due_at = statement_timestamp() + $2 * interval '1 millisecond', claims = claims + 1
      FROM (SELECT order_id, n FROM ${s}.charge_attempt WHERE due_at <= statement_timestamp()
             ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED) AS due
     WHERE a.order_id = due.order_id AND a.n = due.n
    RETURNING a.order_id AS "orderId", a.card_token AS "cardToken", a.claims, ${ATTEMPT}`;
}

/** $1 order, $2 attempt, $3 the claim that lets go, $4 pause in milliseconds. */
export function postponeOwedSql(s: string): string {
  return `
    UPDATE ${s}.charge_attempt SET due_at = statement_timestamp() + $4 * interval '1 millisecond'
     WHERE order_id = $1 AND n = $2 AND claims = $3 AND due_at IS NOT NULL`;
}

export function dueSql(s: string): string {
  return `SELECT count(*)::int AS due FROM ${s}.charge_attempt WHERE due_at <= statement_timestamp()`;
}

export function backlogSql(s: string): string {
  return `
    SELECT count(*)::int AS pending,
           coalesce(extract(epoch FROM statement_timestamp() - min(prepared_at)), 0)::float8 AS "oldestSeconds"
      FROM ${s}.charge_attempt WHERE due_at IS NOT NULL`;
}
