import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Databases, registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import { z } from 'zod';

import type { EventArchive } from '../archive/event-archive.js';
import { encode, type EncodedMessage } from '../envelope/cloud-events.js';
import { defineCommand, defineEvent } from '../envelope/define-message.js';
import { LogReader } from '../log/log-reader.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { MessagingHarness } from '../testing/messaging-harness.js';
import { waitUntil } from '../testing/wait-until.js';
import { RestoredLog } from './restored-log.js';
import { settleRestored } from './settle-restored.js';

for (const module of ['clerk', 'porter']) registerModule(module, { migrations: MESSAGING_MIGRATIONS });
const Noted = defineEvent('clerk.noted', 1, z.object({ n: z.int() }));
const Carry = defineCommand('porter.carry', 1, z.object({ n: z.int() }));

describe('a module kept as rows whose database was restored from an older dump', () => {
  let databases: Databases;
  let close: () => Promise<void>;
  let clerk: UnitOfWork;
  let archived: EncodedMessage[];
  const archive: EventArchive = {
    incomplete: () => Promise.resolve([]),
    events: () => Promise.resolve({ items: archived, incomplete: [] }),
  };

  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['clerk', 'porter']));
    clerk = databases.unitOfWork('clerk');
  });
  afterAll(() => close());
  beforeEach(async () => {
    await clerk.run(() => clerk.query('TRUNCATE clerk.event, clerk.stream_head, clerk.reader_cursor'));
    await databases
      .unitOfWork('porter')
      .run(() => databases.unitOfWork('porter').query('TRUNCATE porter.inbox'));
  });

  const log = () => new MessagingHarness(databases, ['clerk']).log('clerk');
  const note = (streamId: string, ...all: number[]) =>
    clerk.run(() => {
      log().append(
        streamId,
        all.map((n) => ({ type: Noted.type, data: { n } })),
      );
      return Promise.resolve();
    });
  const send = (key: string, ...all: number[]) =>
    clerk.run(() => {
      log().send(
        'porter',
        key,
        all.map((n) => ({ type: Carry.type, data: { n } })),
      );
      return Promise.resolve();
    });
  const versions = (streamId: string) =>
    clerk.run(async () => (await log().read(streamId)).map(({ streamVersion }) => streamVersion));
  /** What was written after a dump is not there, and the cluster is another one. */
  async function restoreDumpWith(versions: Readonly<Record<string, number>>): Promise<void> {
    const input = JSON.stringify(Object.entries(versions).map(([id, version]) => ({ id, version })));
    const dumped = 'json_to_recordset($1::json) AS d (id text, version bigint)';
    await clerk.run(async () => {
      await clerk.query(
        `DELETE FROM clerk.event e
          WHERE NOT EXISTS (SELECT FROM ${dumped} WHERE d.id = e.stream_id AND e.version <= d.version)`,
        [input],
      );
      await clerk.query('DELETE FROM clerk.stream_head');
      await clerk.query(`INSERT INTO clerk.stream_head SELECT d.id, d.version, 1 FROM ${dumped}`, [input]);
      // The dump was taken before there was anything to be known of a restore.
      await clerk.query(
        `UPDATE clerk.log_base SET system_identifier = 1, server_started_at = '2020-01-01', sent_floor = 0, restored_at = NULL`,
      );
    });
  }

  it('takes no version that the archive has, of streams that the dump does not know either, and is settled once', async () => {
    await note('clerk-known', 1, 2, 3);
    await note('clerk-new', 1, 2);
    await note('clerk-not-relayed', 1, 2);
    const recorded = (id: string) => clerk.run(() => new LogReader(clerk).stream(id, 1, 10, 10));
    const all = [
      await recorded('clerk-known'),
      await recorded('clerk-new'),
      (await recorded('clerk-not-relayed')).slice(0, 1),
    ];
    archived = all.flat().map(encode);
    await restoreDumpWith({ 'clerk-known': 1, 'clerk-not-relayed': 2 });

    expect(await new RestoredLog(clerk).isDue()).toBe(true);
    expect(await settleRestored(clerk, archive)).toEqual({ module: 'clerk', streams: 2 });
    expect(await new RestoredLog(clerk).isDue()).toBe(false);
    expect(await settleRestored(clerk, archive)).toBeUndefined();
    for (const id of ['clerk-known', 'clerk-new', 'clerk-not-relayed', 'clerk-later']) await note(id, 9);
    expect(await versions('clerk-known')).toEqual([1, 4]);
    expect(await versions('clerk-new')).toEqual([3]);
    expect(await versions('clerk-not-relayed')).toEqual([1, 2, 3]);
    expect(await versions('clerk-later')).toEqual([1]);
  });

  it('is still to be settled after the archive was away, or the process died amid it', async () => {
    await restoreDumpWith({});
    const away = { ...archive, events: () => Promise.reject(new Error('away')) };
    await expect(settleRestored(clerk, away)).rejects.toThrow('away');
    expect(await new RestoredLog(clerk).isDue()).toBe(true);
    archived = [];
    expect(await settleRestored(clerk, archive)).toEqual({ module: 'clerk', streams: 0 });
  });

  it('sends what a receiver takes, whatever it has seen of lost ones, however often the same dump is restored', async () => {
    const carried: number[] = [];
    const harness = new MessagingHarness(databases, ['clerk', 'porter'], { owner: 'porter-0' });
    await harness.start({
      ...{ name: 'porter.load', module: 'porter' },
      handlers: new Map([
        [
          Carry.type,
          ({ data }: { data: unknown }) => {
            carried.push((data as { n: number }).n);
            return Promise.resolve();
          },
        ],
      ]),
    });
    const until = (...all: number[]) =>
      waitUntil(`it carries ${all.join()}`, () => carried.length >= all.length).then(() =>
        expect(carried).toEqual(all),
      );
    try {
      await send('a', 1);
      await send('b', 2, 3, 4);
      await until(1, 2, 3, 4);
      for (const life of [1, 2]) {
        await restoreDumpWith({ 'commands:porter:a': 1 });
        await send('a', 10 * life);
        await send('b', 10 * life + 1, 10 * life + 2);
        await send('b', 10 * life + 3);
        await until(
          1,
          2,
          3,
          4,
          ...[1, 2].filter((each) => each <= life).flatMap((l) => [0, 1, 2, 3].map((n) => 10 * l + n)),
        );
      }
      const [first = 0, ...others] = await versions('commands:porter:b');
      expect(others).toEqual([first + 1, first + 2]);
    } finally {
      await harness.stop();
    }
  });
});
