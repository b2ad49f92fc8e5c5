import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Databases, registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import { z } from 'zod';

import { defineEvent } from '../envelope/define-message.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { MessagingHarness } from '../testing/messaging-harness.js';
import type { AppendOptions, EventLog } from './event-log.js';
import { purgeStreamHeads } from './purge-stream-heads.js';

registerModule('mortal', { migrations: MESSAGING_MIGRATIONS });
const Lived = defineEvent('mortal.lived', 1, z.object({}));
const WEEK = 7;

describe('the heads of streams', () => {
  let databases: Databases;
  let close: () => Promise<void>;
  let unit: UnitOfWork;
  let log: EventLog;

  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['mortal']));
    unit = databases.unitOfWork('mortal');
    log = new MessagingHarness(databases, ['mortal']).log('mortal');
  });
  afterAll(() => close());

  const event = { type: Lived.type, data: {} };
  const append = (stream: string, options?: AppendOptions) =>
    unit.run(() => {
      log.append(stream, [event], options);
      return Promise.resolve();
    });
  const pass = (days: number) =>
    unit.run(() => unit.query('UPDATE mortal.stream_head SET finished_on = finished_on - $1::int', [days]));
  const heads = async () => {
    const rows = await unit.read(() =>
      unit.query<{ id: string }>('SELECT stream_id AS id FROM mortal.stream_head ORDER BY 1'),
    );
    return rows.map(({ id }) => id);
  };

  it('go when the stream has ended and the days of retention have passed, and no others', async () => {
    await append('ended');
    await append('ended', { last: true });
    await append('open');
    await append('taken-up-again', { last: true });
    await append('taken-up-again');
    await unit.run(() => {
      log.append('one-unit', [event], { last: true });
      log.append('one-unit', [event]);
      return Promise.resolve();
    });
    await pass(WEEK);
    expect(await purgeStreamHeads(unit, WEEK)).toBe(0);
    await pass(1);
    expect(await purgeStreamHeads(unit, WEEK)).toBe(1);
    expect(await heads()).toEqual(['one-unit', 'open', 'taken-up-again']);
  });

  it('leave the events of a stream where they are', async () => {
    expect((await unit.read(() => log.read('ended'))).map(({ streamVersion }) => streamVersion)).toEqual([
      1, 2,
    ]);
  });
});
