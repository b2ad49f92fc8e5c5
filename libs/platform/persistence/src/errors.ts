/** A repository was used where no unit of work is open; nothing was read or written. */
export class OutsideUnitOfWorkError extends Error {
  override readonly name = 'OutsideUnitOfWorkError';

  constructor(module: string) {
    super(
      `Module "${module}" touched its data outside a unit of work; wrap the use case in UnitOfWork.run or read.`,
    );
  }
}

/** A unit of work was used in a way that would break its promise; always a programming error. */
export class UnitOfWorkMisuseError extends Error {
  override readonly name = 'UnitOfWorkMisuseError';
}

/** The database's login lacks a right that placement needs; `message` carries the SQL that grants it. */
export class PlacementRightsError extends Error {
  override readonly name = 'PlacementRightsError';
}

/** A database could not be opened at all: it does not answer, or refuses the login. */
export class UnreachableDatabaseError extends Error {
  override readonly name = 'UnreachableDatabaseError';

  constructor({ name, url }: { readonly name: string; readonly url: string }, cause: unknown) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    super(
      `Database "${name}" cannot be opened at ${new URL(url).host} (${reason}): start it, or correct its address.`,
      { cause },
    );
  }
}

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';

/** Another unit changed what this one was based on: a serialization failure that the database did not see by itself. */
export class ConcurrentChangeError extends Error {
  override readonly name = 'ConcurrentChangeError';
  readonly code = SERIALIZATION_FAILURE;

  constructor(table: string) {
    super(`Rows of "${table}" were changed by another unit of work meanwhile.`);
  }
}

/** SQLSTATE classes that say nothing about the work itself: connection, log-in, resources, system. */
const INFRASTRUCTURE_CLASSES = new Set(['08', '28', '53', '58', 'XX']);
const INFRASTRUCTURE_STATES = new Set([
  SERIALIZATION_FAILURE,
  DEADLOCK_DETECTED,
  '25006', // read-only: a standby was reached, or the server is failing over
  '25P03', // idle_in_transaction_session_timeout
  '25P04', // transaction_timeout
  '3D000', // the database is not there (yet): a cluster that is being restored
  '55000', // object_not_in_prerequisite_state: the database does not accept connections right now
  '55P03', // lock_not_available
  '57014', // query_canceled: statement_timeout
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57P05', // idle_session_timeout
]);
const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'EHOSTUNREACH',
]);
/** Messages of `pg` and `pg-pool` for failures that carry no code. */
const CONNECTION_MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|Cannot use a pool after|Driver not Connected|Query read timeout)/;

/** The SQLSTATE or system error code of an error, looking through the wrappers that TypeORM and Node put around it. */
export function codeOf(error: unknown): string | undefined {
  for (const candidate of causes(error)) {
    if ('code' in candidate && typeof candidate.code === 'string') return candidate.code;
  }
  return undefined;
}

/** True for a failure that the same work, run again from its start, may well survive. */
export function isRetryable(error: unknown): boolean {
  const code = codeOf(error);
  return code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED;
}

/** True when the failure is about the database or the way to it, not about what was asked of it. */
export function isInfrastructureError(error: unknown): boolean {
  for (const candidate of causes(error)) {
    const code = 'code' in candidate && typeof candidate.code === 'string' ? candidate.code : undefined;
    if (code !== undefined) {
      if (CONNECTION_CODES.has(code) || INFRASTRUCTURE_STATES.has(code)) return true;
      if (code.length === 5 && INFRASTRUCTURE_CLASSES.has(code.slice(0, 2))) return true;
    }
    if (CONNECTION_MESSAGES.test(candidate.message)) return true;
  }
  return false;
}

function* causes(error: unknown): Generator<Error> {
  let current: unknown = error;
  for (let depth = 0; current instanceof Error && depth < 5; depth += 1) {
    yield current;
    if (current instanceof AggregateError)
      for (const inner of current.errors) if (inner instanceof Error) yield inner;
    const driverError: unknown = 'driverError' in current ? current.driverError : undefined;
    current = driverError ?? current.cause;
  }
}
