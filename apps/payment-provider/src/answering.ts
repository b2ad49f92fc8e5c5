import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Behaviour, fateOf } from './behaviour.js';
import type { LedgerEntry } from './ledger.js';

type Decide = (current: Behaviour) => Promise<LedgerEntry>;

/** Lets each attempt meet its fate: answered, answered late, never answered, or cut off. */
export class Answering {
  readonly #behaviour: () => Behaviour;
  readonly #attempts = new Map<string, number>();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();

  constructor(app: FastifyInstance, behaviour: () => Behaviour) {
    this.#behaviour = behaviour;
    // What was decided is answered before the connections close; hung ones are among those that close.
    app.addHook('preClose', async () => {
      this.#closing.abort();
      await Promise.allSettled(this.#underWay);
    });
  }

  answer(reply: FastifyReply, key: string, decide: Decide): Promise<FastifyReply> {
    const answered = this.#answer(reply, key, decide).finally(() => this.#underWay.delete(answered));
    this.#underWay.add(answered);
    return answered;
  }

  async #answer(reply: FastifyReply, key: string, decide: Decide): Promise<FastifyReply> {
    const current = this.#behaviour();
    const fate = fateOf(current, key, this.#countAttempt(key, current));
    if (fate === 'hang-before-effect') return reply.hijack();
    const entry = await decide(current);
    if (current.delayMs > 0) await this.#wait(current.delayMs);
    if (fate === 'answer') return reply.code(201).send(entry);
    reply.hijack();
    if (fate === 'lose-reply') reply.raw.destroy();
    return reply;
  }

  /** Nobody counts while every attempt is answered: the map would hold every key ever used. */
  #countAttempt(key: string, { hangRate, loseReplyRate }: Behaviour): number {
    if (hangRate === 0 && loseReplyRate === 0) return 1;
    const attempt = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempt);
    return attempt;
  }

  /** Cut short when the provider closes. */
  async #wait(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }
}
