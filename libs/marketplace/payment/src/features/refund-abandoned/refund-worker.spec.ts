import { afterEach, describe, expect, it } from '@jest/globals';
import { waitUntil } from '@platform/messaging/testing';
import type { UnitOfWork } from '@platform/persistence';
import { Recovery } from '@platform/recovery';

import { type OwedAttempt, OwedRefunds } from '../../domain/owed-refunds.js';
import { RefundSignal } from './refund-signal.js';
import { RefundWorker } from './refund-worker.js';
import type { SettleAttempt } from './settle-attempt.js';

/** Attempts in memory. */
class Owed extends OwedRefunds {
  looked: () => unknown = () => undefined;
  constructor(private readonly attempts: OwedAttempt[]) {
    super();
  }
  override async due(): Promise<number> {
    await this.looked();
    return this.attempts.length;
  }
  get isEmpty(): boolean {
    return this.attempts.length === 0;
  }
  override claim(limit: number): Promise<OwedAttempt[]> {
    return Promise.resolve(this.attempts.splice(0, limit));
  }
  override postpone(): Promise<void> {
    return Promise.resolve();
  }
  override backlog(): Promise<{ pending: number; oldestSeconds: number }> {
    return Promise.resolve({ pending: this.attempts.length, oldestSeconds: 0 });
  }
}

describe('a start with refunds that are due', () => {
  const uow = {
    run: <T>(work: () => Promise<T>) => work(),
    read: <T>(work: () => Promise<T>) => work(),
    reached: () => claimed,
  } as unknown as UnitOfWork;
  /** Until which a claim that was committed has not come back yet. */
  let claimed: Promise<unknown> = Promise.resolve();
  let worker: RefundWorker | undefined;
  let answers: (() => void)[] = [];
  let ended: Recovery | undefined;
  afterEach(async () => {
    for (const answer of answers.splice(0)) answer();
    ended?.onModuleDestroy();
    await worker?.stop();
    answers = [];
    claimed = Promise.resolve();
  });

  function starting(count: number, works = true) {
    const owed = new Owed(
      Array.from({ length: count }, (_, n) => ({ orderId: `order ${n}`, n: 1, claims: 1 }) as OwedAttempt),
    );
    const settlement = {
      settle: () => new Promise((resolve) => answers.push(() => resolve({ outcome: 'refunded' } as const))),
    } as unknown as SettleAttempt;
    const recovery = new Recovery(60_000);
    ended = recovery;
    worker = new RefundWorker(uow, owed, settlement, new RefundSignal(), recovery);
    if (works) worker.start();
    const finished = recovery.finish();
    finished.catch(() => undefined);
    return { owed, recovery, finished };
  }
  const part = async (recovery: Recovery) => (await recovery.view()).parts[0];

  it('is through when the provider has answered about each of them', async () => {
    const { recovery, finished } = starting(2);
    await waitUntil('the provider is asked', () => answers.length === 2);
    expect(await part(recovery)).toMatchObject({ state: 'finishing', pending: 2 });
    for (const answer of answers) answer();
    await finished;
    expect(await part(recovery)).toMatchObject({ state: 'finished', pending: 0 });
  });

  it('looks less and less often for what nobody takes up', async () => {
    const { owed } = starting(1, false);
    const times: number[] = [];
    owed.looked = () => times.push(performance.now());
    await waitUntil('it has looked several times', () => times.length >= 6);
    const pauses = times.slice(1).map((time, n) => time - (times[n] ?? 0));
    expect(pauses.at(-1)).toBeGreaterThan(5 * 20);
  });

  it('is not through with what is being claimed while it looks', async () => {
    const { owed, finished } = starting(1, false);
    const { promise, resolve: comesBack } = Promise.withResolvers<undefined>();
    claimed = promise;
    let isThrough = false;
    void finished.then(() => (isThrough = true));
    owed.looked = async () => {
      worker?.start();
      await waitUntil('it is claimed', () => owed.isEmpty);
      // What it finds is heard of before the claim is.
      setImmediate(comesBack, undefined);
    };
    await waitUntil('the provider is asked', () => answers.length === 1);
    expect(isThrough).toBe(false);
    for (const answer of answers) answer();
    await finished;
  });

  it('waits no longer when the worker is stopped', async () => {
    const { finished } = starting(1);
    await waitUntil('the provider is asked', () => answers.length === 1);
    const stopped = worker?.stop();
    await finished;
    for (const answer of answers) answer();
    await stopped;
  });
});
