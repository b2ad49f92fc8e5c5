import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Databases, isInfrastructureError, isRetryable, registerModule } from '@platform/persistence';
import type { UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import { z } from 'zod';

import { defineEvent } from '../envelope/define-message.js';
import { RestoredLogError } from '../log/errors.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { MessagingHarness } from '../testing/messaging-harness.js';
import { waitUntil } from '../testing/wait-until.js';
import { InProcessTransport } from '../transport/in-process.transport.js';
import { RestoredLog } from './restored-log.js';

registerModule('alive', { migrations: MESSAGING_MIGRATIONS });
const Lived = defineEvent('alive.lived', 1, z.object({}));

describe('a process whose database is restored from a dump while it lives', () => {
  let databases: Databases;
  let close: () => Promise<void>;
  let unit: UnitOfWork;
  let harness: MessagingHarness;
  let heard: RestoredLogError[];

  beforeEach(async () => {
    ({ databases, close } = await openTestDatabases(['alive']));
    unit = databases.unitOfWork('alive');
    heard = [];
  });
  afterEach(async () => {
    await harness.stop();
    await close();
  });

  function messages(leadsOut: boolean, relay = {}): void {
    const transport = Object.assign(new InProcessTransport(), { leadsOut });
    harness = new MessagingHarness(databases, ['alive'], {
      ...{ transport, relay },
      onRestored: (error) => heard.push(error),
    });
  }
  const live = () =>
    unit.run(() => {
      harness.log('alive').append('alive-1', [{ type: Lived.type, data: {} }]);
      return Promise.resolve();
    });
  const versions = () =>
    unit.read(async () => (await harness.log('alive').read('alive-1')).map((each) => each.streamVersion));
  const restore = () =>
    unit.run(() =>
      unit.query(`UPDATE alive.log_base SET system_identifier = 1, server_started_at = '2020-01-01'`),
    );

  it('writes nothing to its log before that is settled where messages leave it, and hears of it', async () => {
    messages(true);
    await live();
    await restore();
    const refusal = await live().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RestoredLogError);
    // It is not the fault of what was to be written, and trying again at once is in vain.
    expect([isInfrastructureError(refusal), isRetryable(refusal)]).toEqual([true, false]);
    expect(heard).toEqual([refusal]);
    expect(await versions()).toEqual([1]);
  });

  it('writes nothing either when another process was the first to find out', async () => {
    messages(true);
    await live();
    await restore();
    const log = new RestoredLog(unit);
    expect(await log.isDue()).toBe(true);
    await expect(live()).rejects.toThrow(RestoredLogError);
    await log.settle(() => Promise.resolve());
    await live();
    expect(await versions()).toEqual([1, 2]);
  });

  it('goes on over a mere restart of the server', async () => {
    messages(true);
    await live();
    await unit.run(() => unit.query(`UPDATE alive.log_base SET server_started_at = '2020-01-01'`));
    await live();
    expect([await versions(), heard]).toEqual([[1, 2], []]);
  });

  it('goes on where messages stay in it: nobody knows more than the dump', async () => {
    messages(false);
    await live();
    await restore();
    await live();
    expect([await versions(), heard]).toEqual([[1, 2], []]);
  });

  it('hears of it also where it writes nothing', async () => {
    messages(true, { leaseMs: 60 });
    await live();
    await harness.start();
    await restore();
    await waitUntil('it has heard of it', () => heard.length > 0);
  });
});
