import type { TransactionList } from '../draw/transaction-list.js';
import { customerOf, playTransaction } from '../transactions/play-transaction.js';
import type { Due, Scene } from '../transactions/scene.js';
import { FILLING_MS } from '../transactions/session.js';

/** Plays transactions of a list, so many at a time at most. */
export class Crew {
  private readonly playing = new Set<Promise<void>>();
  private failure: { readonly error: unknown } | undefined;

  constructor(
    private readonly scene: Scene,
    private readonly list: TransactionList,
    private readonly atMost: number,
  ) {}

  /** Begins the transaction of that index. @returns its end; undefined when no client or no customer was free for it */
  begin(index: number, due: Due): Promise<void> | undefined {
    const { tally, customers, clients } = this.scene;
    const transaction = this.list.at(index);
    if (due !== undefined && transaction.type === 'checkout') tally.checkouts.expect(due + FILLING_MS);
    const wanted = customerOf(transaction);
    const customer =
      wanted === undefined || this.playing.size >= this.atMost ? undefined : customers.take(wanted);
    if (this.playing.size >= this.atMost || (wanted !== undefined && !customer)) {
      tally.dropped += 1;
      return undefined;
    }
    tally.begin();
    if (due !== undefined) tally.late(due);
    const client = clients.take();
    const playing = playTransaction(this.scene, client, transaction, customer, due)
      // A mistake of ours: what is answered never throws.
      .catch((error: unknown) => {
        this.failure ??= { error };
        this.scene.halt.call();
      })
      .finally(() => {
        this.playing.delete(playing);
        clients.release(client);
      });
    this.playing.add(playing);
    return playing;
  }

  /** All that were begun have ended. @throws what failed in one, if anything did */
  async ended(): Promise<void> {
    while (this.playing.size > 0) await Promise.all(this.playing);
    if (this.failure) throw this.failure.error;
  }
}
