import { hash, randomUUID } from 'node:crypto';
import { type Behaviour, isDeclined } from './behaviour.js';
import type { Journal } from './journal.js';
import type { Ledger, LedgerEntry, LedgerRecord } from './ledger.js';
import { Problem } from './problem.js';

export interface ChargeRequest {
  readonly orderId: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly method: 'credit-card' | 'debit-card' | 'boleto';
  readonly cardToken?: string;
}

export interface RefundRequest {
  readonly chargeId: string;
  readonly amountCents: number;
}

interface Answer {
  readonly fingerprint: string;
  /** Settles when the effect is on the disk. */
  readonly entry: Promise<LedgerEntry>;
}

/** Decides on charges and refunds, once per idempotency key. */
export class Acquirer {
  readonly #ledger: Ledger;
  readonly #answers = new Map<string, Answer>();
  readonly #refunded = new Map<string, number>();
  #journal: Journal<LedgerRecord> | undefined;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Takes over what an earlier run decided. */
  restore({ entry, fingerprint }: LedgerRecord): void {
    if (entry.chargeId !== undefined) this.#addRefunded(entry.chargeId, entry.amountCents);
    this.#answers.set(answerKey(entry.type, entry.idempotencyKey), {
      fingerprint,
      entry: Promise.resolve(entry),
    });
    this.#ledger.add(entry);
  }

  recordTo(journal: Journal<LedgerRecord>): void {
    this.#journal = journal;
  }

  charge(idempotencyKey: string, request: ChargeRequest, behaviour: Behaviour): Promise<LedgerEntry> {
    const { orderId, amountCents, currency, method, cardToken } = request;
    const fingerprint = fingerprintOf([orderId, amountCents, currency, method, cardToken ?? null]);
    return this.#once('charge', idempotencyKey, fingerprint, () =>
      this.#store(fingerprint, {
        id: randomUUID(),
        type: 'charge',
        orderId,
        idempotencyKey,
        amountCents,
        currency,
        status: isDeclined(behaviour, idempotencyKey) ? 'declined' : 'captured',
        at: new Date().toISOString(),
      }),
    );
  }

  refund(idempotencyKey: string, { chargeId, amountCents }: RefundRequest): Promise<LedgerEntry> {
    const fingerprint = fingerprintOf([chargeId, amountCents]);
    return this.#once('refund', idempotencyKey, fingerprint, () => {
      const { orderId, currency } = this.#refundable(chargeId, amountCents);
      // Counted before the disk has it: two refunds at once must not both find the same money.
      this.#addRefunded(chargeId, amountCents);
      const at = new Date().toISOString();
      return this.#store(fingerprint, {
        id: randomUUID(),
        type: 'refund',
        orderId,
        idempotencyKey,
        amountCents,
        currency,
        status: 'refunded',
        chargeId,
        at,
      }).catch((error: unknown) => {
        this.#addRefunded(chargeId, -amountCents);
        throw error;
      });
    });
  }

  #once(
    type: LedgerEntry['type'],
    key: string,
    fingerprint: string,
    decide: () => Promise<LedgerEntry>,
  ): Promise<LedgerEntry> {
    const known = this.#answers.get(answerKey(type, key));
    if (known !== undefined) {
      if (known.fingerprint === fingerprint) return known.entry;
      throw new Problem(
        'idempotency-key-reused',
        `The key was used before for another ${type}; send a new one.`,
      );
    }
    const entry = decide();
    this.#answers.set(answerKey(type, key), { fingerprint, entry });
    // What was not stored does not stick: the key is free again.
    entry.catch(() => this.#answers.delete(answerKey(type, key)));
    return entry;
  }

  async #store(fingerprint: string, entry: LedgerEntry): Promise<LedgerEntry> {
    if (this.#journal === undefined) throw new Problem('unavailable', 'The ledger is not open yet.');
    try {
      await this.#journal.append({ entry, fingerprint });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Problem(
        'unavailable',
        `Ask again under the same key; the ledger could not be written: ${reason}`,
      );
    }
    this.#ledger.add(entry);
    return entry;
  }

  #refundable(chargeId: string, amountCents: number): LedgerEntry {
    const charge = this.#ledger.find(chargeId);
    if (charge?.type !== 'charge') throw new Problem('unknown-charge', `There is no charge ${chargeId}.`);
    const captured = charge.status === 'captured' ? charge.amountCents : 0;
    const left = captured - (this.#refunded.get(chargeId) ?? 0);
    if (amountCents <= left) return charge;
    throw new Problem(
      'refund-exceeds-charge',
      `${amountCents} cents were asked for, ${left} can be refunded.`,
    );
  }

  #addRefunded(chargeId: string, amountCents: number): void {
    this.#refunded.set(chargeId, (this.#refunded.get(chargeId) ?? 0) + amountCents);
  }
}

/** A key belongs to one path: the same one may name a charge and a refund. */
function answerKey(type: LedgerEntry['type'], key: string): string {
  return `${type} ${key}`;
}

function fingerprintOf(fields: readonly unknown[]): string {
  return hash('sha1', JSON.stringify(fields), 'base64url');
}
