import { AsyncResource } from 'node:async_hooks';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Databases, registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { waitUntil } from '../testing/wait-until.js';
import { ReaderCursors } from './reader-cursors.js';
import { LeaseLostError, RelayLease } from './relay-lease.js';

registerModule('leased', { migrations: MESSAGING_MIGRATIONS });
const LONG_MS = 60_000;

describe('the lease of a relay', () => {
  let databases: Databases;
  let close: () => Promise<void>;
  let unit: UnitOfWork;

  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['leased'], { pool: 1 }));
    unit = databases.unitOfWork('leased');
  });
  beforeEach(() =>
    unit.run(async () => {
      await unit.query(`UPDATE leased.relay_lease SET owner = '', expires_at = '-infinity'`);
      await unit.query(`DELETE FROM leased.reader_cursor`);
    }),
  );
  afterAll(() => close());

  const lease = (owner: string, ms = LONG_MS) => new RelayLease(unit, owner, ms);

  it('belongs to one process, however many want it', async () => {
    const epochs = await Promise.all(['a', 'b', 'c', 'd'].map((owner) => lease(owner).acquire()));
    expect(epochs.filter((epoch) => epoch !== undefined)).toHaveLength(1);
  });

  it('passes on when it expires, with a higher epoch, and not before', async () => {
    const first = await lease('a', 150).acquire();
    expect(await lease('b').acquire()).toBeUndefined();
    let second: number | undefined;
    await waitUntil('the lease has expired', async () => (second = await lease('b').acquire()) !== undefined);
    expect(second).toBe((first ?? 0) + 1);
  });

  it('passes on at once when it is given back', async () => {
    const holder = lease('a');
    await holder.release((await holder.acquire()) ?? 0);
    expect(await lease('b').acquire()).toBeDefined();
  });

  it('is taken back at once by the same replica after a restart', async () => {
    const before = await lease('a').acquire();
    expect(await lease('a').acquire()).toBe((before ?? 0) + 1);
  });

  it('does not wait for a connection that the work it covers has in use', async () => {
    const holder = lease('a');
    const epoch = (await holder.acquire()) ?? 0;
    // Bound here, so that it does not join the transaction it is called in.
    const renewed = AsyncResource.bind(async () => {
      await holder.renew(epoch);
      return holder.acquire();
    });
    expect(await unit.run(() => renewed())).toBe(epoch + 1);
  });

  it('cannot be renewed by a holder that was outrun', async () => {
    const old = lease('a', 1);
    const epoch = (await old.acquire()) ?? 0;
    await waitUntil('another has it', async () => (await lease('b').acquire()) !== undefined);
    await expect(old.renew(epoch)).rejects.toThrow(LeaseLostError);
  });

  it('lets a holder that was outrun move no cursor: neither its own checkpoint nor a new outlet', async () => {
    const cursors = new ReaderCursors(unit);
    const old = (await lease('a', 1).acquire()) ?? 0;
    await cursors.open('outlet', old);
    await unit.run(() => cursors.save('outlet', old, { ord: 5, position: 5 }));
    let next = 0;
    await waitUntil('another has it', async () => (next = (await lease('b').acquire()) ?? 0) > 0);
    await expect(unit.run(() => cursors.save('outlet', old, { ord: 9, position: 9 }))).rejects.toThrow(
      LeaseLostError,
    );
    await expect(cursors.open('outlet', old)).rejects.toThrow(LeaseLostError);
    expect(await cursors.open('outlet', next)).toEqual({ ord: 5, position: 5 });
  });
});
