import { AggregateRoot } from '@platform/domain';
import {
  AggregateStreams,
  CreateProjections1767000000310,
  CreateSnapshots1767000000300,
} from '@platform/event-sourcing';
import { defineEvent, type EventLog, type EventOf, MESSAGING_MIGRATIONS } from '@platform/messaging';
import { registerModule, type UnitOfWork } from '@platform/persistence';
import { z } from 'zod';

/** The module that the aggregates of this benchmark belong to. */
export const MODULE = 'ledger';
export const STREAM = 'account';

registerModule(MODULE, {
  migrations: [...MESSAGING_MIGRATIONS, CreateSnapshots1767000000300, CreateProjections1767000000310],
});

export const Deposited = defineEvent(
  'ledger.deposited',
  1,
  z.object({ amountCents: z.int(), currency: z.string().length(3), reference: z.uuid(), note: z.string() }),
);
export type Deposit = EventOf<typeof Deposited>;

export interface Balance {
  readonly cents: number;
  readonly deposits: number;
  readonly last: string;
}

const NOTHING: Balance = { cents: 0, deposits: 0, last: '' };

export class Account extends AggregateRoot<Balance, Deposit> {
  constructor(id: string, state = NOTHING, version = 0) {
    super(id, state, version);
  }

  deposit(data: Deposit['data']): void {
    this.record({ type: 'ledger.deposited', data });
  }

  protected evolve({ cents, deposits }: Balance, { data }: Deposit): Balance {
    return { cents: cents + data.amountCents, deposits: deposits + 1, last: data.reference };
  }
}

export type Accounts = AggregateStreams<Balance, Deposit, Account>;

/** As most modules of the marketplace take them. */
export const SNAPSHOTS = { every: 100, stateVersion: 1 };

export function accountStreams(unit: UnitOfWork, log: EventLog, snapshots = SNAPSHOTS): Accounts {
  return new AggregateStreams(unit, log, {
    stream: STREAM,
    revive: (id, snapshot) => new Account(id, snapshot?.state, snapshot?.version),
    snapshots,
  });
}

/** Some 140 bytes of data, as an event of the marketplace has. */
export function deposit(reference: string, amountCents = 100): Deposit {
  const note = 'a deposit over the counter';
  return { type: 'ledger.deposited', data: { amountCents, currency: 'EUR', reference, note } };
}
