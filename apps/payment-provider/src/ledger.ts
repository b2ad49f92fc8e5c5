/** One effect the provider decided on; never changed afterwards. Amounts are integer cents, `at` is RFC 3339 UTC. */
export interface LedgerEntry {
  readonly id: string;
  readonly type: 'charge' | 'refund';
  readonly orderId: string;
  readonly idempotencyKey: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly status: 'captured' | 'declined' | 'refunded';
  /** On a refund: the charge that was refunded. */
  readonly chargeId?: string;
  readonly at: string;
}

/** What is kept of an effect: its entry is also the answer that sticks to the key. */
export interface LedgerRecord {
  readonly entry: LedgerEntry;
  /** Digest of the request's body, to tell a retry from another request under the same key. */
  readonly fingerprint: string;
}

/** Every effect that is on the disk, in the order it was decided. */
export class Ledger {
  readonly #entries: LedgerEntry[] = [];
  readonly #positions = new Map<string, number>();

  add(entry: LedgerEntry): void {
    this.#positions.set(entry.id, this.#entries.length);
    this.#entries.push(entry);
  }

  get size(): number {
    return this.#entries.length;
  }

  find(id: string): LedgerEntry | undefined {
    const position = this.#positions.get(id);
    return position === undefined ? undefined : this.#entries[position];
  }

  /** Position behind the entry of that id; undefined when there is none. */
  positionAfter(id: string): number | undefined {
    const position = this.#positions.get(id);
    return position === undefined ? undefined : position + 1;
  }

  slice(from: number, to: number): readonly LedgerEntry[] {
    return this.#entries.slice(from, to);
  }
}
