import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { type Databases, registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import { z } from 'zod';

import { decodeEnvelope, encode, type EncodedMessage } from '../envelope/cloud-events.js';
import { defineEvent } from '../envelope/define-message.js';
import { LogReader } from '../log/log-reader.js';
import { headsPurged, purgeStreamHeads } from '../log/purge-stream-heads.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { MessagingHarness } from '../testing/messaging-harness.js';
import type { EventArchive } from './event-archive.js';
import { compareWithArchive } from './log-comparison.js';

registerModule('scribe', { migrations: MESSAGING_MIGRATIONS });
const Written = defineEvent('scribe.written', 1, z.object({ n: z.int() }));

describe('a log compared with the archive', () => {
  let databases: Databases;
  let close: () => Promise<void>;
  let unit: UnitOfWork;
  let archived: EncodedMessage[];
  let ids: string[];
  /** Answers in pages of two. */
  const archive: EventArchive = {
    incomplete: () => Promise.resolve([]),
    events: (_module, _wanted, after) => {
      const at = after
        ? 1 +
          archived.findIndex((message) => {
            const { streamId, streamVersion } = decodeEnvelope(message);
            return streamId === after.streamId && streamVersion === after.version;
          })
        : 0;
      const items = archived.slice(at, at + 2);
      const last = items.at(-1);
      const place = last && decodeEnvelope(last);
      const next =
        place && at + 2 < archived.length
          ? { streamId: place.streamId, version: place.streamVersion }
          : undefined;
      return Promise.resolve({ items, incomplete: [], next });
    },
  };

  beforeAll(async () => {
    ({ databases, close } = await openTestDatabases(['scribe']));
    unit = databases.unitOfWork('scribe');
  });
  afterAll(() => close());
  beforeEach(async () => {
    await unit.run(() => unit.query('TRUNCATE scribe.event, scribe.stream_head'));
    await unit.run(() => unit.query('UPDATE scribe.log_base SET heads_purged_before = NULL'));
    ids = [newId(), newId(), newId()].map((id) => `scribe-${id}`).sort();
    for (const id of ids) await write(id, 3);
    archived = [];
    for (const id of ids)
      archived.push(...(await unit.read(() => new LogReader(unit).stream(id, 1, 9, 9))).map(encode));
  });

  const write = (id: string, count: number) =>
    unit.run(() => {
      const events = Array.from({ length: count }, (_, n) => ({ type: Written.type, data: { n } }));
      new MessagingHarness(databases, ['scribe']).log('scribe').append(id, events);
      return Promise.resolve();
    });
  /** What a dump had of a stream. */
  const setBack = (id: string, to: number) =>
    unit.run(async () => {
      await unit.query('DELETE FROM scribe.event WHERE stream_id = $1 AND version > $2', [id, to]);
      await unit.query('DELETE FROM scribe.stream_head WHERE stream_id = $1 AND $2 = 0', [id, to]);
      await unit.query('UPDATE scribe.stream_head SET version = $2 WHERE stream_id = $1', [id, to]);
    });
  const compare = (forgets = true) => compareWithArchive(unit, archive, { forgets });
  const beyond = async (forgets?: boolean) =>
    (await compare(forgets)).beyond.map(({ streamId, from, to, events }) => ({ streamId, from, to, events }));

  it('has nothing beyond it when it was not set back, nor when it is ahead', async () => {
    await write(ids[0] ?? '', 2);
    expect(await compare()).toEqual({ archived: 9, beyond: [], differing: [], lacking: [] });
  });

  it('ends where its streams end, those included that it does not know', async () => {
    const [cut = '', gone = ''] = ids;
    await setBack(cut, 1);
    await setBack(gone, 0);
    expect(await beyond()).toEqual([
      { streamId: cut, from: 2, to: 3, events: 2 },
      { streamId: gone, from: 1, to: 3, events: 3 },
    ]);
  });

  it('tells of versions that the archive lacks, and of those that are another event here', async () => {
    const [torn = '', other = ''] = ids;
    await setBack(torn, 1);
    await setBack(other, 2);
    await write(other, 1);
    archived = archived.filter((message) => {
      const { streamId, streamVersion } = decodeEnvelope(message);
      return streamId !== torn || streamVersion !== 2;
    });
    const { beyond, lacking, differing } = await compare();
    expect(beyond).toMatchObject([{ streamId: torn, from: 3, to: 3, events: 1 }]);
    expect(lacking).toEqual([{ streamId: torn, from: 2, to: 2 }]);
    expect(differing).toEqual([{ streamId: other, version: 3 }]);
  });

  describe('of a module that forgets streams which have ended', () => {
    /** As the archive knows them: a stream's events are as old as that. */
    const recordedOn = (day: string, id: string) => {
      archived = archived.map((message) =>
        message.key === id
          ? { ...message, headers: { ...message.headers, ce_time: `${day}T12:00:00.000Z` } }
          : message,
      );
    };
    /** Says so of streams that ended before a day; the heads of others that are not there are lost. */
    const purgedBefore = (day: string) =>
      unit.run(() => unit.query('UPDATE scribe.log_base SET heads_purged_before = $1', [day]));
    const whole = (streamId = '') => ({ streamId, from: 1, to: 3, events: 3 });

    it('does not miss those whose heads were purged; a log that purges none does', async () => {
      const [ended = '', ...others] = ids;
      recordedOn('2026-01-01', ended);
      await purgedBefore('2026-01-03');
      await setBack(ended, 0);
      await setBack(others[0] ?? '', 2);
      const cut = { streamId: others[0], from: 3, to: 3, events: 1 };
      expect(await beyond()).toEqual([cut]);
      expect(await beyond(false)).toEqual([whole(ended), cut]);
    });

    it('misses those it lost and that ended after the last purge, though it has gone on since', async () => {
      const [lost = ''] = ids;
      recordedOn('2026-01-05', lost);
      await purgedBefore('2026-01-03');
      await setBack(lost, 0);
      await write(`scribe-${newId()}`, 1);
      expect(await beyond()).toEqual([whole(lost)]);
    });

    it('tells them apart when its log is empty, and takes all for lost where nothing was ever purged', async () => {
      const [ended = '', lost = '', other = ''] = ids;
      recordedOn('2026-01-01', ended);
      recordedOn('2026-01-05', lost);
      for (const id of ids) await setBack(id, 0);
      expect(await beyond()).toEqual([whole(ended), whole(lost), whole(other)]);
      await purgedBefore('2026-01-03');
      expect(await beyond()).toEqual([whole(lost), whole(other)]);
    });

    it('notes the day before which heads may be gone, and never an earlier one', async () => {
      const [ended = ''] = ids;
      await unit.run(() =>
        unit.query(
          'UPDATE scribe.stream_head SET last_version = version, finished_on = current_date - 9 WHERE stream_id = $1',
          [ended],
        ),
      );
      expect(await purgeStreamHeads(unit, 7)).toBe(1);
      const noted = await headsPurged(unit);
      expect(noted?.getTime()).toBeLessThan(Date.now() - 6 * 86_400_000);
      await purgeStreamHeads(unit, 30);
      expect(await headsPurged(unit)).toEqual(noted);
    });
  });
});
