import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { createTestDatabase, startTestBroker, type TestDatabase } from '@platform/embedded/testing';
import type { EncodedMessage } from '@platform/messaging';
import { waitUntil } from '@platform/messaging/testing';

import { startEventStore } from './start-event-store.js';
import { Owners } from './testing/owners.fixture.js';
import { configurationFor, getJson, readAll, readAllOf } from './testing/store.fixture.js';

interface Statistics {
  readonly events: number;
  readonly streams: number;
  readonly missingEvents: number;
  readonly conflicts: number;
  readonly refused: number;
}

describe('the Event Store', () => {
  let brokers: readonly string[];
  let owners: Owners;
  let database: TestDatabase;
  let store: Awaited<ReturnType<typeof startEventStore>>;
  const shops = Array.from({ length: 6 }, () => `shop-${newId()}`);
  const tills = Array.from({ length: 3 }, () => `till-${newId()}`);

  beforeAll(async () => {
    ({ brokers } = await startTestBroker());
    owners = await Owners.open(brokers);
    database = await createTestDatabase();
    store = await startEventStore(configurationFor(owners, brokers, database.url));
  });
  afterAll(async () => {
    await store.close();
    await owners.close();
    await database.drop();
  });

  const get = <Body>(path: string) => getJson<Body>(store.url, path);
  const archivedCount = async () => (await get<Statistics>('/statistics')).events;
  const recorded = async () => [...(await owners.events('shop')), ...(await owners.events('till'))];
  async function untilAllArchived(): Promise<EncodedMessage[]> {
    const all = await recorded();
    await waitUntil('everything is archived', async () => (await archivedCount()) >= all.length);
    return all;
  }
  /** What the archive has of the streams of these messages, as messages. */
  async function archived(messages: readonly EncodedMessage[]): Promise<EncodedMessage[]> {
    const streams = new Map(messages.map(({ key, headers }) => [key, headers['ce_source'] ?? '']));
    const found: EncodedMessage[] = [];
    for (const [id, source] of streams)
      found.push(...(await get<{ items: EncodedMessage[] }>(`/internal/streams${source}/${id}`)).items);
    return found;
  }

  it("has what its owners' logs have, event by event, also what only a later build knows", async () => {
    await Promise.all([owners.record('shop', shops, 20), owners.record('till', tills, 10)]);
    const [changed = ''] = shops;
    await owners.recordOfLaterBuild('shop', changed, 'shop.priced');
    await owners.recordOfLaterBuild('shop', changed, 'shop.unheard-of');
    const all = await untilAllArchived();
    expect(all).toHaveLength(6 * 20 + 3 * 10 + 2);
    expect(await archived(all)).toEqual(all);
    expect(await get<Statistics>('/statistics')).toMatchObject({
      ...{
        events: all.length,
        streams: 9,
        streamsWithGaps: 0,
        missingEvents: 0,
        conflicts: 0,
        refused: 0,
        ...{ setBack: [], lost: [], gaps: [] },
      },
    });
  });

  it('is read from any place on, all of it or by module and type, each stream in its order', async () => {
    const all = await recorded();
    const read = await readAllOf(store.url, all.length);
    expect(read.map(({ id }) => id).sort()).toEqual(all.map(({ headers }) => headers['ce_id']).sort());
    for (const id of [...shops, ...tills]) {
      const versions = read.filter(({ streamId }) => streamId === id).map(({ version }) => version);
      expect(versions).toEqual(versions.map((_, index) => index + 1));
    }
    expect(await readAll(store.url, '&module=till')).toEqual(read.filter(({ module }) => module === 'till'));
    expect(await readAll(store.url, '&type=shop.unheard-of')).toEqual([
      expect.objectContaining({ schemaVersion: 7, version: 22, data: { of: ['a', 'later', 'build'] } }),
    ]);
  });

  it('answers with a stream, page by page', async () => {
    const [id = ''] = tills;
    const stream = await get<{ items: { version: number }[]; next: number }>(
      `/streams/till/${id}?from=3&limit=4`,
    );
    expect(stream).toMatchObject({
      module: 'till',
      streamId: id,
      highest: 10,
      contiguous: 10,
      gaps: [],
      next: 7,
    });
    expect(stream.items.map(({ version }) => version)).toEqual([3, 4, 5, 6]);
    expect(await get(`/streams/till/${id}?from=9`)).not.toHaveProperty('next');
  });

  it.each([
    ['/streams/till/nobody', 404, 'not-found'],
    ['/events?after=bm90', 400, 'invalid-cursor'],
    ['/events/subscribe?after=bm90', 400, 'invalid-cursor'],
    ['/events?limit=0', 400, 'validation'],
    ['/events?color=red', 400, 'validation'],
  ])('answers %s with a problem', async (path, status, type) => {
    const response = await fetch(new URL(path, store.url));
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({ status, type: `urn:whereabouts:problem:${type}` });
  });

  it('publishes what it answers', async () => {
    const { paths } = await get<{ paths: object }>('/openapi.json');
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        ...['/streams/{module}/{streamId}', '/events', '/events/subscribe', '/positions', '/statistics'],
      ]),
    );
  });

  it('says how far it is in every partition, what it watches, and that it is ready', async () => {
    interface Position {
      readonly lane: string;
      readonly nextOffset: number;
      readonly behind: number;
      readonly events: number;
      readonly duplicates: number;
    }
    // What an owner was asked for, as it came late by the broker, has no partition.
    const positions = async () =>
      (await get<{ items: Position[] }>('/positions')).items.filter(
        ({ lane }) => !lane.startsWith('owner of '),
      );
    await waitUntil('all is acknowledged', async () =>
      (await positions()).every(({ behind }) => behind === 0),
    );
    const found = await positions();
    const had = found.reduce((sum, { events, duplicates }) => sum + events + duplicates, 0);
    expect(had).toBeGreaterThanOrEqual(await archivedCount());
    for (const { lane, nextOffset, events } of found) {
      expect(lane).toMatch(new RegExp(`^${owners.deploymentId}\\.(shop|till)\\.events/[012]$`));
      expect(nextOffset).toBeGreaterThanOrEqual(events);
    }
    expect(await get('/health/ready')).toMatchObject({
      status: 'ready',
      checks: { 'database:event-store': { status: 'up' }, consumers: { status: 'up' } },
    });
    const metrics = await (await fetch(new URL('/metrics', store.url))).text();
    expect(metrics).toMatch(/whereabouts_archive_missing_events 0/);
    expect(metrics).toMatch(/whereabouts_archive_events_total\{module="till"\} 30/);
    expect(metrics).toMatch(/whereabouts_archive_lag_seconds_count\{module="shop"\} 122/);
  });

  it('asks an owner for what never came by the broker', async () => {
    const late = `shop-${newId()}`;
    await owners.stop();
    await owners.start();
    await owners.record('shop', [late], 5);
    await untilAllArchived();
    // As if it had begun to listen when the first three had gone by.
    const { Client } = (await import('pg')).default;
    const sql = new Client({ connectionString: database.url });
    await sql.connect();
    await sql.query(`DELETE FROM event_store.event WHERE stream_id = $1 AND version < 4`, [late]);
    await sql.query(
      `UPDATE event_store.stream SET gaps = '{[1,4)}', gap_since = now(), ask_at = now() WHERE stream_id = $1`,
      [late],
    );
    await sql.end();
    await waitUntil(
      'the gap is filled',
      async () => (await get<Statistics>('/statistics')).missingEvents === 0,
    );
    const own = (await owners.events('shop')).filter(({ key }) => key === late);
    expect(await archived(own)).toEqual(own);
  });

  it('goes on after a restart where it was, and another replica shares the work', async () => {
    await store.close();
    await owners.record('shop', shops, 5);
    store = await startEventStore(configurationFor(owners, brokers, database.url));
    const other = await startEventStore(configurationFor(owners, brokers, database.url, 1));
    try {
      await owners.record('till', tills, 5);
      const all = await recorded();
      expect((await readAllOf(other.url, all.length)).map(({ id }) => id).sort()).toEqual(
        all.map(({ headers }) => headers['ce_id']).sort(),
      );
      expect(await archived(all)).toEqual(expect.arrayContaining(all));
      expect(await get<Statistics>('/statistics')).toMatchObject({
        missingEvents: 0,
        conflicts: 0,
        refused: 0,
      });
    } finally {
      await other.close();
    }
  });
});
