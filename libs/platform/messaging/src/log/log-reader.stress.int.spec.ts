import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { registerModule, schemaOf, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';

import { defineEvent } from '../envelope/define-message.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { type LogStress, stressLog } from '../testing/log-stress.js';
import { MessagingHarness } from '../testing/messaging-harness.js';
import { PositionCursorReader, type StressReader, TransactionIdReader } from '../testing/naive-readers.js';
import { LOG_START, type LogCursor, LogReader } from './log-reader.js';

class CreateElsewhere1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE ${schemaOf(runner)}.elsewhere (at timestamptz DEFAULT now())`);
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.elsewhere`);
  }
}
registerModule('alpha', { migrations: [...MESSAGING_MIGRATIONS, CreateElsewhere1767225600000] });
const Happened = defineEvent('alpha.happened', 1, z.object({ n: z.number() }));

const WRITERS = 20;
const UNITS_EACH = 90;

/** The relay's own way to read. */
function relayReader(unit: UnitOfWork): StressReader {
  const reader = new LogReader(unit);
  let cursor: LogCursor = LOG_START;
  return {
    name: 'stamped stream head',
    next: async () => {
      const { messages, next } = await unit.read(() => reader.read(cursor, 200, 'all'));
      cursor = next;
      return messages.map(({ id, streamId, streamVersion: version }) => ({ id, streamId, version }));
    },
  };
}

describe(`reading a log while ${WRITERS} writers append to it`, () => {
  let verdicts: Awaited<ReturnType<typeof stressLog>>['verdicts'];
  let written: number;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const { databases, close: closeDatabases } = await openTestDatabases(['alpha'], { pool: 26 });
    close = closeDatabases;
    const unit = databases.unitOfWork('alpha');
    const stress: LogStress = {
      unit,
      log: new MessagingHarness(databases, ['alpha']).log('alpha'),
      writers: WRITERS,
      unitsEach: UNITS_EACH,
      streams: Array.from({ length: 12 }, (_, n) => `alpha-${n}`),
      event: (n) => ({ type: Happened.type, data: { n } }),
      writeElsewhere: () => unit.query(`INSERT INTO alpha.elsewhere DEFAULT VALUES`),
      readers: [relayReader(unit), new PositionCursorReader(unit), new TransactionIdReader(unit)],
    };
    ({ verdicts, written } = await stressLog(stress));
  });
  afterAll(() => close());

  it('sees every message once, and no stream out of order', () => {
    expect(written).toBeGreaterThanOrEqual(WRITERS * UNITS_EACH * 2);
    expect(verdicts.get('stamped stream head')).toEqual({ missing: 0, inverted: 0, doubled: 0 });
  });

  it('loses messages when it follows the position alone: the workload is hard enough to show it', () => {
    expect(verdicts.get('position cursor')?.missing).toBeGreaterThan(0);
  });

  it("puts streams out of order when it follows the writers' own transaction ids", () => {
    const { missing, inverted } = verdicts.get('own transaction id') ?? { missing: -1, inverted: 0 };
    expect(missing).toBe(0);
    expect(inverted).toBeGreaterThan(0);
  });
});
