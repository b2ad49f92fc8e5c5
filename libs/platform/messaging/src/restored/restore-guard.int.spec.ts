import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { type Databases, registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import { z } from 'zod';

import { BatchHandler } from '../delivery/batch-handler.js';
import { DeliveryLane } from '../delivery/delivery-lane.js';
import { DEFAULT_DELIVERY_POLICY } from '../delivery/delivery-policy.js';
import { InFlightMarker } from '../delivery/in-flight-marker.js';
import { SuspectTurns } from '../delivery/suspect-turns.js';
import { encode, type EncodedMessage } from '../envelope/cloud-events.js';
import { defineEvent } from '../envelope/define-message.js';
import { RestoredLogError } from '../log/errors.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { RestoredLog } from './restored-log.js';

registerModule('hearer', { migrations: MESSAGING_MIGRATIONS });
const Rang = defineEvent('bell.rang', 1, z.object({}));

function ring(streamVersion: number): EncodedMessage {
  return encode({
    ...{ id: newId(), type: Rang.type, schemaVersion: 1, sourceModule: 'bell', channel: 'events' },
    ...{ streamId: 'a', streamVersion, data: '{}', time: '2026-01-01T00:00:00.000Z', correlationId: 'c' },
  });
}

describe('a consumer whose database is restored under it', () => {
  let databases: Databases;
  let close: () => Promise<void>;
  let unit: UnitOfWork;
  let handled: number[];
  let heard: RestoredLogError[];

  beforeEach(async () => {
    ({ databases, close } = await openTestDatabases(['hearer']));
    unit = databases.unitOfWork('hearer');
    handled = [];
    heard = [];
  });
  afterEach(() => close());

  async function lane({ settledOnly } = { settledOnly: true }): Promise<DeliveryLane> {
    const handler = ({ streamVersion }: { streamVersion: number }) =>
      Promise.resolve(void handled.push(streamVersion));
    const batches = new BatchHandler(
      { name: 'hearer.bell', module: 'hearer', handlers: new Map([[Rang.type, handler]]) },
      unit,
      DEFAULT_DELIVERY_POLICY,
      new SuspectTurns(),
      { settledOnly, onRestored: (error) => heard.push(error) },
    );
    const opened = new DeliveryLane(batches, new InFlightMarker(unit, 'hearer.bell', 'bell', newId()));
    await opened.open();
    return opened;
  }
  const restart = () =>
    unit.run(() => unit.query(`UPDATE hearer.log_base SET server_started_at = '2020-01-01'`));
  const restore = () =>
    unit.run(() =>
      unit.query(`UPDATE hearer.log_base SET system_identifier = 1, server_started_at = '2020-01-01'`),
    );
  const mark = async () => {
    const rows = await unit.read(() =>
      unit.query<{ version: number }>('SELECT last_version AS version FROM hearer.inbox'),
    );
    return rows.map(({ version }) => version);
  };

  it('handles nothing on the inbox of the dump, and the process hears of it', async () => {
    const old = await lane();
    await old.deliver([ring(1)]);
    await restore();
    await expect(old.deliver([ring(3)])).rejects.toThrow(RestoredLogError);
    expect([handled, await mark(), heard.length]).toEqual([[1], [1], 1]);
  });

  it('handles nothing either when another process has settled the log meanwhile', async () => {
    const old = await lane();
    await old.deliver([ring(1)]);
    await restore();
    const log = new RestoredLog(unit);
    await log.settle(() => Promise.resolve());
    await expect(old.deliver([ring(3)])).rejects.toThrow(RestoredLogError);
    expect([handled, await mark()]).toEqual([[1], [1]]);
    // One that was started since knows what it began with.
    await (await lane()).deliver([ring(2), ring(3)]);
    expect([handled, await mark()]).toEqual([[1, 2, 3], [3]]);
  });

  it('goes on over a mere restart of the server', async () => {
    const old = await lane();
    await old.deliver([ring(1)]);
    await restart();
    await old.deliver([ring(2)]);
    expect([handled, await mark(), heard]).toEqual([[1, 2], [2], []]);
  });

  it('goes on where messages stay in the process: they are as old as the dump', async () => {
    const old = await lane({ settledOnly: false });
    await old.deliver([ring(1)]);
    await restore();
    await old.deliver([ring(2)]);
    expect([handled, heard]).toEqual([[1, 2], []]);
  });
});
