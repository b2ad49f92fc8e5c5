import { waitUntil } from '@platform/messaging/testing';
import type { EventStoreConfiguration } from '@platform/profile';

import type { EventView } from '../reading/event-view.js';
import { type Owners, TOPICS } from './owners.fixture.js';

/** What a launcher would tell an Event Store for these owners. */
export function configurationFor(
  owners: Owners,
  brokers: readonly string[],
  url: string,
  replica = 0,
): EventStoreConfiguration {
  return {
    ...{ deploymentId: owners.deploymentId, replica, host: '127.0.0.1', port: 0 },
    modules: [...owners.modules],
    database: { name: 'event-store', url, pool: { max: 10 } },
    broker: { brokers: [...brokers] },
    topics: TOPICS,
    peers: owners.peers,
  };
}

export async function getJson<Body>(base: string, path: string): Promise<Body> {
  const response = await fetch(new URL(path, base));
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Body;
}

/**
 * All of so many events, once all are readable: what is archived becomes so when every transaction that began before it
 * has ended, those of other tests on the same server too.
 */
export async function readAllOf(base: string, count: number, limit?: number): Promise<EventView[]> {
  let events: EventView[] = [];
  await waitUntil(`${count} events are readable`, async () => {
    events = await readAll(base, '', limit);
    return events.length >= count;
  });
  return events;
}

/** All events that are readable, page by page. */
export async function readAll(base: string, query = '', limit = 7): Promise<EventView[]> {
  const events: EventView[] = [];
  for (let after = ''; ;) {
    const page = await getJson<{ items: EventView[]; next?: string; end: boolean }>(
      base,
      `/events?limit=${limit}${query}${after}`,
    );
    events.push(...page.items);
    if (page.end) return events;
    after = `&after=${page.next ?? ''}`;
  }
}
