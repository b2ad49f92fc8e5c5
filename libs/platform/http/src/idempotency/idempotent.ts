import type { UnitOfWork } from '@platform/persistence';
import type { Reply } from '../endpoint/reply.js';
import { problem } from '../problems/problem.js';
import type { IdempotencyStore } from './idempotency-store.js';
import { fingerprintOf } from './scope.js';

/** The part of `input.request` that idempotency needs. */
export interface IdempotentRequest {
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string | undefined;
}

/** Runs a POST at most once per Idempotency-Key, when its answer is decided within one unit of work. */
export class Idempotent {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: IdempotencyStore,
  ) {}

  /**
   * Runs `work` in a unit of work, together with the key and the answer. A retry gets the first answer without running
   * it. Refusals, thrown or returned with a status of 400 and more, are not stored: they may turn out otherwise later.
   * Without a key it is an ordinary unit of work.
   *
   * @param body the validated body, or `undefined` when the route has none
   * @throws Problem `idempotency-key-reused` (422) when the key came with another body before
   */
  async run(request: IdempotentRequest, body: unknown, work: () => Promise<Reply>): Promise<Reply> {
    const { method, path, idempotencyKey: key } = request;
    if (key === undefined) return this.unitOfWork.run(work);
    const scope = { method, path, key };
    const fingerprint = fingerprintOf(body);
    const once = async (): Promise<Reply> => {
      const claim = await this.store.claim(scope, fingerprint);
      if (claim.state === 'existing') {
        if (claim.answer) return claim.answer;
        throw problem(
          'idempotency-key-in-flight',
          'The first request with this key is not answered yet. Try again.',
          {
            retryAfterSeconds: 1,
          },
        );
      }
      const answer = await work();
      if (answer.status < 400) return this.store.complete(scope, answer);
      await this.store.release(scope);
      return answer;
    };
    return this.unitOfWork.run(once, { label: 'idempotency' });
  }
}
