import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Databases, registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import { z } from 'zod';

import { defineEvent } from '../envelope/define-message.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { MessagingHarness } from '../testing/messaging-harness.js';
import { dropPassed, ensurePartitions } from './partitions.js';

registerModule('aging', { migrations: MESSAGING_MIGRATIONS });
const Happened = defineEvent('aging.happened', 1, z.object({}));
const WEEK = 7;

describe('the partitions of a log', () => {
  let databases: Databases;
  let close: () => Promise<void>;
  let unit: UnitOfWork;
  const today = new Date().toISOString().slice(0, 10);
  const later = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['aging']));
    unit = databases.unitOfWork('aging');
  });
  afterAll(() => close());

  const append = (stream: string) =>
    unit.run(() => {
      new MessagingHarness(databases, ['aging'])
        .log('aging')
        .append(stream, [{ type: Happened.type, data: {} }]);
      return Promise.resolve();
    });
  const homes = async () => {
    const rows = await unit.read(() =>
      unit.query<{ stream: string; home: string }>(
        `SELECT stream_id AS stream, tableoid::regclass::text AS home FROM aging.event ORDER BY 1`,
      ),
    );
    return rows.map(({ stream, home }) => `${stream} in ${home.replace(/^.*\./, '')}`);
  };
  const passAll = () =>
    unit.run(() =>
      unit.query(`INSERT INTO aging.reader_cursor SELECT 'reader', max(ord), max(position), 1 FROM aging.event
        ON CONFLICT (outlet) DO UPDATE SET ord = excluded.ord, position = excluded.position`),
    );

  it('takes messages before there is any, and leaves that day where it began', async () => {
    await append('early');
    await ensurePartitions(unit, today);
    await append('same-day');
    expect(await homes()).toEqual(['early in event_default', 'same-day in event_default']);
  });

  it('keeps every message that some outlet has not passed, however old', async () => {
    expect(await dropPassed(unit, ['reader'], WEEK, later)).not.toContain(today);
    expect(await homes()).toHaveLength(2);
  });

  it('removes old days when every outlet has passed them', async () => {
    await passAll();
    await dropPassed(unit, ['reader'], WEEK, later);
    expect(await homes()).toEqual([]);
  });

  it('writes to the partition of the day and drops it whole', async () => {
    await ensurePartitions(unit, today);
    await append('regular');
    const partition = `event_${today.replaceAll('-', '')}`;
    expect(await homes()).toEqual([`regular in ${partition}`]);
    expect(await dropPassed(unit, ['reader', 'newcomer'], WEEK, later)).not.toContain(today);
    await passAll();
    expect(await dropPassed(unit, ['reader'], WEEK, today)).toEqual([]);
    expect(await dropPassed(unit, ['reader'], WEEK, later)).toContain(today);
    expect(await homes()).toEqual([]);
  });
});
