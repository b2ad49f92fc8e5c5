import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Databases, registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import { z } from 'zod';

import { defineCommand } from '../envelope/define-message.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { MessagingHarness } from '../testing/messaging-harness.js';
import { RestoredLog } from './restored-log.js';

registerModule('archivist', { migrations: MESSAGING_MIGRATIONS });
const File = defineCommand('porter.file', 1, z.object({}));

describe('what is known of a log that comes from a dump', () => {
  let databases: Databases;
  let close: () => Promise<void>;
  let unit: UnitOfWork;
  let restored: RestoredLog;

  beforeEach(async () => {
    ({ databases, close } = await openTestDatabases(['archivist']));
    unit = databases.unitOfWork('archivist');
    restored = new RestoredLog(unit);
  });
  afterEach(() => close());

  const otherCluster = () =>
    unit.run(() =>
      unit.query(`UPDATE archivist.log_base SET system_identifier = 1, server_started_at = '2020-01-01'`),
    );
  const send = () =>
    unit.run(() => {
      const log = new MessagingHarness(databases, ['archivist']).log('archivist');
      log.send('porter', 'a', [{ type: File.type, data: {} }]);
      return Promise.resolve();
    });

  it('is seen of a dump that was taken before anything was written, too', async () => {
    await otherCluster();
    expect(await restored.isDue()).toBe(true);
  });

  it('is not that of a log that is where it was made', async () => {
    expect(await restored.isDue()).toBe(false);
    await send();
    expect(await restored.isDue()).toBe(false);
  });

  it('is not settled by who was at it when it was restored once more', async () => {
    await restored.note();
    const settling = restored.settle(() => restored.note());
    await expect(settling).rejects.toThrow('another process has taken over');
    expect(await restored.isDue()).toBe(true);
    expect(await restored.settle(() => Promise.resolve('done'))).toEqual({ of: 'done' });
  });

  it('has what is sent next lie above what was sent at the time of the dump, whatever the clock of its new server says', async () => {
    const ahead = new Date(Date.now() + 365 * 24 * 3_600_000);
    await send();
    await unit.run(() => unit.query('UPDATE archivist.event SET recorded_at = $1', [ahead.toISOString()]));
    await otherCluster();
    await send();
    const versions = await unit.read(() =>
      unit.query<{ version: number }>('SELECT version FROM archivist.event ORDER BY version'),
    );
    expect(versions.map(({ version }) => version)).toEqual([1, ahead.getTime() + 1]);
  });
});
