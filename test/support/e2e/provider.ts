import { request } from 'undici';
import type { Behaviour, LedgerEntry } from '@comparison/checkers/stored';

/** The payment provider's own ledger and controls, asked past the marketplace. */
export class Provider {
  constructor(private readonly url: () => Promise<string>) {}

  /** Every charge and refund it ever decided, oldest first. */
  async ledger(): Promise<LedgerEntry[]> {
    const { body } = await request(`${await this.url()}/ledger`);
    return ((await body.json()) as { entries: LedgerEntry[] }).entries;
  }

  async entriesOf(orderId: string): Promise<LedgerEntry[]> {
    return (await this.ledger()).filter((entry) => entry.orderId === orderId);
  }

  /** Replaces the whole behaviour; `{}` is an honest provider that answers at once. */
  async behave(behaviour: Behaviour): Promise<void> {
    const { statusCode, body } = await request(`${await this.url()}/behaviour`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(behaviour),
    });
    await body.dump();
    if (statusCode !== 200) throw new Error(`The provider answered ${statusCode} to a new behaviour`);
  }
}
