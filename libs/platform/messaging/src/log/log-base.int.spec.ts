import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Databases, registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import { z } from 'zod';

import { defineEvent } from '../envelope/define-message.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { MessagingHarness } from '../testing/messaging-harness.js';
import { waitUntil } from '../testing/wait-until.js';
import { LogReader } from './log-reader.js';

registerModule('moved', { migrations: MESSAGING_MIGRATIONS });
const Happened = defineEvent('moved.happened', 1, z.object({ n: z.number() }));
const FAR_ABOVE_ANY_XID = 10 ** 12;

describe('a log whose database was restored on another cluster', () => {
  let databases: Databases;
  let close: () => Promise<void>;
  let unit: UnitOfWork;

  const append = (n: number) =>
    unit.run(() => {
      new MessagingHarness(databases, ['moved'])
        .log('moved')
        .append('moved-1', [{ type: Happened.type, data: { n } }]);
      return Promise.resolve();
    });
  /** Versions after a place in the log. A transaction of another spec on the same server may hold the latest back for a moment. */
  const versionsAfter = async (ord: number, { expected }: { expected: number }) => {
    let versions: number[] = [];
    await waitUntil(`${expected} messages are to be read`, async () => {
      const { messages } = await unit.read(() => new LogReader(unit).read({ ord, position: 0 }, 10, 'all'));
      versions = messages.map(({ streamVersion }) => streamVersion);
      return versions.length >= expected;
    });
    return versions;
  };
  const base = async () => {
    const [row] = await unit.read(() => unit.query<{ base: number }>(`SELECT base FROM moved.log_base`));
    return row?.base;
  };

  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['moved']));
    unit = databases.unitOfWork('moved');
    await append(1);
    // As after a restore: what was written carries ids that this cluster will not reach for long, and another identifier.
    await unit.run(async () => {
      await unit.query(`UPDATE moved.stream_head SET ord = $1`, [FAR_ABOVE_ANY_XID]);
      await unit.query(`UPDATE moved.event SET ord = $1`, [FAR_ABOVE_ANY_XID]);
      await unit.query(`UPDATE moved.log_base SET system_identifier = 1, server_started_at = '2020-01-01'`);
    });
  });
  afterAll(() => close());

  it('stamps new messages above everything it holds, so that no cursor has passed them', async () => {
    await append(2);
    expect(await versionsAfter(FAR_ABOVE_ANY_XID + 1, { expected: 1 })).toEqual([2]);
  });

  it('reads old and new in order', async () => {
    expect(await versionsAfter(0, { expected: 2 })).toEqual([1, 2]);
  });

  it('keeps its base over a mere restart of the server', async () => {
    const before = await base();
    await unit.run(() => unit.query(`UPDATE moved.log_base SET server_started_at = '2020-01-01'`));
    await append(3);
    expect(await base()).toBe(before);
  });
});
