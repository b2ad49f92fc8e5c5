import { newId } from '@platform/domain';
import type { EmbeddedPostgres } from '@platform/embedded';

import { encode, newHistogram, type Percentiles, percentiles, record } from '../load/latencies.js';
import { Account, accountStreams, type Accounts, deposit, SNAPSHOTS } from './account.js';
import { Ledger } from './ledger.js';

export interface Loads {
  readonly events: number;
  /** Events after the latest snapshot: one more, and another would have been taken. */
  readonly tail: number;
  readonly withSnapshot: Percentiles;
  readonly withoutSnapshot: Percentiles;
}

const PER_UNIT = 50;
const EVENTS = 10_000 - 1;
const TIMES = { withSnapshot: 500, withoutSnapshot: 30 };
const WARM_UP = 5;

/** Of a stream of 10,000 events, less the one with which its next snapshot would be taken. */
export async function measureLoads(postgres: EmbeddedPostgres, step: (what: string) => void): Promise<Loads> {
  const ledger = await Ledger.open(postgres, 'loads', 2);
  try {
    const accounts = accountStreams(ledger.unit, ledger.log);
    // Snapshots of another version are passed over.
    const withoutThem = accountStreams(ledger.unit, ledger.log, { ...SNAPSHOTS, stateVersion: 2 });
    const id = newId();
    step(`an aggregate of ${EVENTS} events`);
    await fill(ledger, accounts, id);
    await ledger.client.query('VACUUM ANALYZE');
    const withSnapshot = await timed(ledger, accounts, id, TIMES.withSnapshot);
    const withoutSnapshot = await timed(ledger, withoutThem, id, TIMES.withoutSnapshot);
    return { events: EVENTS, tail: EVENTS % SNAPSHOTS.every, withSnapshot, withoutSnapshot };
  } finally {
    await ledger.close();
  }
}

async function fill({ unit }: Ledger, accounts: Accounts, id: string): Promise<void> {
  for (let events = 0; events < EVENTS; events += PER_UNIT)
    await unit.run(async () => {
      const account = (await accounts.load([id])).get(id) ?? new Account(id);
      for (let n = 0; n < Math.min(PER_UNIT, EVENTS - events); n += 1) account.deposit(deposit(newId()).data);
      accounts.save(account);
    });
}

async function timed({ unit }: Ledger, accounts: Accounts, id: string, times: number): Promise<Percentiles> {
  const histogram = newHistogram();
  for (let n = -WARM_UP; n < times; n += 1) {
    const began = performance.now();
    const account = await unit.read(async () => (await accounts.find([id])).get(id));
    if (n >= 0) record(histogram, performance.now() - began);
    if (account?.version !== EVENTS || account.state.cents !== EVENTS * 100)
      throw new Error(`Loaded at version ${account?.version ?? 0} with ${account?.state.cents ?? 0} cents.`);
  }
  return percentiles([encode(histogram)]);
}
