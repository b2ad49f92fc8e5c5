import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { startTestBroker } from '@platform/embedded/testing';
import { type ArchivePage, HttpEventArchive } from '@platform/messaging';
import { waitUntil } from '@platform/messaging/testing';

import { RefillScene } from '../testing/refill.fixture.js';
import { getJson } from '../testing/store.fixture.js';

describe('an Event Store whose database was restored from an older dump, its offsets being of today', () => {
  let brokers: readonly string[];
  let scene: RefillScene;
  let streams: readonly string[];

  beforeAll(async () => {
    ({ brokers } = await startTestBroker());
  });
  beforeEach(async () => {
    streams = Array.from({ length: 6 }, () => `shop-${newId()}`).sort();
    scene = await RefillScene.open(brokers);
  });
  afterEach(() => scene.close());

  const alone = true;
  async function untilCommitted(events: number): Promise<void> {
    await scene.untilArchived(events);
    await waitUntil('its group has been told', async () => {
      const { items } = await getJson<{ items: { behind?: number }[] }>(scene.storeUrl, '/positions');
      return items.every(({ behind }) => behind === 0);
    });
  }
  /** It has archived five of each stream; the dump knows of two. */
  async function restore(): Promise<void> {
    await scene.startStore(alone);
    await scene.owners.record('shop', streams, 2);
    await untilCommitted(12);
    await scene.stopStore();
    const restoreDump = await scene.dumpArchive();
    await scene.startStore(alone);
    await scene.owners.record('shop', streams, 3);
    await untilCommitted(30);
    await scene.stopStore();
    restoreDump();
  }
  /** As a module asks that lacks its tail, having been restored together with it. */
  async function answered(): Promise<string[]> {
    const archive = new HttpEventArchive(scene.storeUrl);
    let page: ArchivePage | undefined;
    await waitUntil(
      'it has what the broker has',
      async () => {
        const isDrained = await archive.incomplete('shop').then(
          () => true,
          () => false,
        );
        if (isDrained) page = await archive.events('shop', {});
        return isDrained;
      },
      30_000,
    );
    return page?.items.map(({ key, headers }) => `${key} ${String(headers['ce_streamversion'])}`) ?? [];
  }
  const figures = async () => {
    const { items } = await getJson<{ items: { duplicates: number }[] }>(scene.storeUrl, '/positions');
    return items.reduce((sum, { duplicates }) => sum + duplicates, 0);
  };
  const eachUpTo = (last: number) =>
    streams.flatMap((id) => Array.from({ length: last }, (_, index) => `${id} ${index + 1}`));

  it('tells a module what it has when it has read again what the broker has, and reads that once', async () => {
    await restore();
    await scene.startStore(alone);
    expect(await answered()).toEqual(eachUpTo(5));
    await untilCommitted(30);
    const duplicates = await figures();
    await scene.stopStore();
    await scene.startStore(alone);
    await scene.owners.record('shop', streams, 1);
    await untilCommitted(36);
    expect(await answered()).toEqual(eachUpTo(6));
    expect(await figures()).toBe(duplicates);
  });

  it('has from the modules what the broker has forgotten meanwhile', async () => {
    await restore();
    await scene.truncate(30);
    scene.owners.ageSeconds = 0;
    await scene.startStore();
    await scene.untilArchived(30);
    expect(await answered()).toEqual(eachUpTo(5));
  });
});
