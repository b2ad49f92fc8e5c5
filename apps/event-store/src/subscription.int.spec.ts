import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { createTestDatabase, startTestBroker, type TestDatabase } from '@platform/embedded/testing';
import { waitUntil } from '@platform/messaging/testing';

import type { EventView } from './reading/event-view.js';
import { startEventStore } from './start-event-store.js';
import { Owners } from './testing/owners.fixture.js';
import { configurationFor } from './testing/store.fixture.js';
import { Subscription } from './testing/subscription.fixture.js';

const WRITERS = 4;
const EVENTS = 40;

describe('a subscription', () => {
  let owners: Owners;
  let database: TestDatabase;
  let store: Awaited<ReturnType<typeof startEventStore>>;
  const open: Subscription[] = [];
  const streams = Array.from({ length: WRITERS }, () => `shop-${newId()}`);

  beforeAll(async () => {
    const { brokers } = await startTestBroker();
    owners = await Owners.open(brokers);
    database = await createTestDatabase();
    store = await startEventStore(configurationFor(owners, brokers, database.url));
  });
  afterAll(async () => {
    for (const subscription of open) await subscription.close();
    await store.close();
    await owners.close();
    await database.drop();
  });

  function subscribe(query = '', headers: Readonly<Record<string, string>> = {}): Subscription {
    const subscription = Subscription.open(new URL(`/events/subscribe${query}`, store.url), headers);
    open.push(subscription);
    return subscription;
  }
  const idsOf = (events: readonly EventView[]) => events.map(({ id }) => id);

  it('brings every event once while four writers write, whenever it began and however often it broke off', async () => {
    const early = subscribe();
    const writing = Promise.all(streams.map((stream) => owners.record('shop', [stream], EVENTS)));
    await waitUntil('some have come', () => early.events.length >= 20);
    const late = subscribe();
    // One that is cut off again and again goes on after the last event that it was given.
    const pieces: EventView[] = [];
    while (pieces.length < WRITERS * EVENTS) {
      const last = pieces.at(-1)?.cursor;
      const piece = subscribe('', last === undefined ? {} : { 'last-event-id': last });
      await waitUntil('something has come', () => piece.events.length > 0);
      await piece.close();
      pieces.push(...piece.events);
    }
    await writing;
    const all = WRITERS * EVENTS;
    await waitUntil('all have come', () => early.events.length >= all && late.events.length >= all);
    const recorded = (await owners.events('shop')).map(({ headers }) => headers['ce_id'] ?? '');
    for (const seen of [early.events, late.events, pieces]) {
      expect(idsOf(seen).sort()).toEqual([...recorded].sort());
      expect(idsOf(seen)).toEqual(idsOf(early.events));
      for (const stream of streams)
        expect(seen.filter(({ streamId }) => streamId === stream).map(({ version }) => version)).toEqual(
          Array.from({ length: EVENTS }, (_, index) => index + 1),
        );
    }
  });

  it('begins after a cursor and keeps to a module or a type', async () => {
    const [cursor] = open[0]?.events.slice(-1).map((event) => event.cursor) ?? [];
    const tills = subscribe(`?module=till&after=${cursor ?? ''}`);
    const none = subscribe('?type=till.unheard-of');
    await owners.record('till', [`till-${newId()}`], 3);
    await owners.record('shop', streams.slice(0, 1), 1);
    await waitUntil('they have come', () => tills.events.length >= 3);
    expect(tills.events.map(({ module, version }) => [module, version])).toEqual([
      ['till', 1],
      ['till', 2],
      ['till', 3],
    ]);
    expect(none.events).toEqual([]);
  });
});
