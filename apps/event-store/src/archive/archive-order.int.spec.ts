import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { waitUntil } from '@platform/messaging/testing';

import { EventFeed } from '../reading/event-feed.js';
import type { EventView } from '../reading/event-view.js';
import { ArchiveScene, event } from '../testing/archive.fixture.js';

const WRITERS = 4;
const EVENTS = 150;

describe('whoever reads the archive while it is written', () => {
  let scene: ArchiveScene;
  const ending = new AbortController();

  beforeAll(async () => {
    scene = await ArchiveScene.open();
  });
  afterAll(async () => {
    ending.abort();
    await scene.close();
  });

  /** Follows from the beginning in the background. */
  function follow(): EventView[] {
    const seen: EventView[] = [];
    const feed = new EventFeed(scene.reader, scene.hints);
    void (async () => {
      for await (const { data } of feed.follow({ ord: 0, position: 0 }, {}, ending.signal))
        seen.push(data as EventView);
    })();
    return seen;
  }

  it('sees every event once and each stream in order, whichever of the writers commits first', async () => {
    const own = Array.from({ length: WRITERS }, () => `shop-${newId()}`);
    const shared = `shop-${newId()}`;
    await scene.take([event(shared, 1)]);
    const early = follow();
    let written = 0;
    const write = async (writer: number): Promise<void> => {
      for (let n = 1; n <= EVENTS; n += 1) {
        await scene.unit.run(async () => {
          // An id of an open transaction that is older than what others commit meanwhile.
          await scene.unit.query('SELECT pg_current_xact_id()');
          if (n % 7 === writer) await new Promise((resolve) => setImmediate(resolve));
          await scene.take(
            [event(own[writer] ?? '', n), event(shared, 1 + (n - 1) * WRITERS + writer + 1)],
            `w${writer}`,
          );
        });
        written += 1;
      }
    };
    const writing = Promise.all(own.map((_, writer) => write(writer)));
    await waitUntil('half is written', () => written > (WRITERS * EVENTS) / 2);
    const late = follow();
    await writing;
    const all = WRITERS * EVENTS * 2 + 1;
    await waitUntil('both have seen all', () => early.length >= all && late.length >= all);
    for (const seen of [early, late]) {
      expect(new Set(seen.map(({ id }) => id)).size).toBe(all);
      expect(seen).toHaveLength(all);
      for (const id of own)
        expect(seen.filter(({ streamId }) => streamId === id).map(({ version }) => version)).toEqual(
          Array.from({ length: EVENTS }, (_, index) => index + 1),
        );
    }
    expect(late.map(({ id }) => id)).toEqual(early.map(({ id }) => id));
  });

  it('sees a stream in order also where the writer that began first archives last', async () => {
    const id = `shop-${newId()}`;
    await scene.unit.run(async () => {
      await scene.unit.query('SELECT pg_current_xact_id()');
      await scene.unit.apart(() => scene.take([event(id, 1)], 'second'));
      await scene.take([event(id, 2)], 'first');
    });
    await scene.untilReadable();
    const read = await scene.reader.after({ ord: 0, position: 0 }, 10_000);
    expect(read.filter(({ streamId }) => streamId === id).map(({ version }) => version)).toEqual([1, 2]);
  });

  it('goes on where it was, by module and by type', async () => {
    const id = `shop-${newId()}`;
    await scene.take([
      event(id, 1),
      event(id, 2, { type: 'shop.renamed' }),
      event(id, 3),
      event(id, 4, { type: 'shop.renamed' }),
    ]);
    await scene.untilReadable();
    const renamed = await scene.reader.after({ ord: 0, position: 0 }, 1, { type: 'shop.renamed' });
    expect(renamed.map(({ version }) => version)).toEqual([2]);
    const [first] = renamed;
    if (!first) throw new Error();
    expect(
      (await scene.reader.after(first, 10, { type: 'shop.renamed', module: 'shop' })).map(
        ({ version }) => version,
      ),
    ).toEqual([4]);
    expect(await scene.reader.after(first, 10, { module: 'other' })).toEqual([]);
  });
});
