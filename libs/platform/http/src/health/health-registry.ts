import { Injectable } from '@nestjs/common';
import { setTimeout as after } from 'node:timers/promises';

/**
 * Resolves when the part works, with details worth showing; rejects with the reason when it does not. Who has details to
 * show of what does not work resolves with `status: 'down'` among them.
 */
export type HealthCheck = () => Promise<
  Readonly<Record<string, unknown> & { status?: CheckResult['status'] }> | undefined
>;

export interface CheckResult {
  readonly status: 'up' | 'down';
  readonly [detail: string]: unknown;
}

/** A part that does not answer in this time is down, so that the whole answer stays below two seconds. */
const LIMIT_MS = 1000;

/** What must work before this process takes requests. Others register their checks; a database, a recovery stage. */
@Injectable()
export class HealthRegistry {
  private readonly checks = new Map<string, HealthCheck>();

  /** A second check of the same name takes the first one's place. */
  register(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** Runs all checks at once; takes little more than a second. */
  async check(): Promise<{ ready: boolean; checks: Record<string, CheckResult> }> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await run(check)] as const),
    );
    return { ready: results.every(([, { status }]) => status === 'up'), checks: Object.fromEntries(results) };
  }
}

async function run(check: HealthCheck): Promise<CheckResult> {
  const timer = new AbortController();
  const late = after(LIMIT_MS, undefined, { signal: timer.signal }).then((): CheckResult => ({
    status: 'down',
    reason: 'no answer in time',
  }));
  try {
    const answer = check().then((details): CheckResult => ({ status: 'up', ...details }));
    return await Promise.race([answer, late]);
  } catch (error) {
    return { status: 'down', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}
