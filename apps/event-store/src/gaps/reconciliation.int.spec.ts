import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { decodeEnvelope, InProcessTransport, type MessageTransport } from '@platform/messaging';
import { waitUntil } from '@platform/messaging/testing';

import { ArchiveScene, event, events } from '../testing/archive.fixture.js';
import { FakeOwner } from '../testing/fake-owner.fixture.js';
import { GapFiller } from './gap-filler.js';
import { GapRows } from './gap-rows.js';
import { Reconciliation } from './reconciliation.js';

describe('what owners have and the archive has not', () => {
  let scene: ArchiveScene;
  let owner: FakeOwner;
  let filler: GapFiller;
  let reconciliation: Reconciliation;
  let ids: string[];
  const behind = { messages: 0 };

  beforeAll(async () => {
    scene = await ArchiveScene.open();
  });
  afterAll(() => scene.close());
  beforeEach(() => {
    const { archive, reader, hints, unit, streams } = scene;
    const transport: MessageTransport = Object.assign(new InProcessTransport(), {
      lag: () => Promise.resolve([{ consumer: 'archive', topic: 'd.shop.events', partition: 0, ...behind }]),
    });
    ids = Array.from({ length: 5 }, () => `shop-${newId()}`).sort();
    owner = new FakeOwner();
    owner.log.push(...ids.flatMap((id) => events(id, 1, 4)));
    filler = new GapFiller(new GapRows(unit), owner, archive, reader, hints);
    reconciliation = new Reconciliation(owner, streams, hints, ['shop'], transport);
  });
  afterEach(async () => {
    await reconciliation.onModuleDestroy();
    await filler.onModuleDestroy();
  });

  const gaps = async () =>
    Promise.all(ids.map(async (id) => (await scene.reader.stream('shop', id))?.gaps ?? 'unknown'));

  it('is found also where nothing follows it, and of streams that the archive never heard of', async () => {
    const [whole = '', cut = '', torn = ''] = ids;
    await scene.take(events(whole, 1, 4));
    await scene.take(events(cut, 1, 2));
    await scene.take([event(torn, 2)]);
    expect(await reconciliation.compare()).toBe(4);
    expect(await gaps()).toEqual([
      [],
      [{ from: 3, to: 4 }],
      [
        { from: 1, to: 1 },
        { from: 3, to: 4 },
      ],
      [{ from: 1, to: 4 }],
      [{ from: 1, to: 4 }],
    ]);
    expect(await reconciliation.compare()).toBe(0);
    const before = (await scene.figures.modules())[0]?.streams ?? 0;
    await filler.fill();
    for (const id of ids) expect(await scene.messages(id)).toEqual(events(id, 1, 4));
    expect((await scene.figures.modules())[0]?.streams).toBe(before + 2);
    expect((await scene.figures.trouble()).missingEvents).toBe(0);
  });

  it('is missing from where the archive ends, when more is found before it came', async () => {
    const [id = ''] = ids;
    await reconciliation.compare();
    owner.log.push(...events(id, 5, 6));
    await reconciliation.compare();
    expect((await gaps())[0]).toEqual([{ from: 1, to: 6 }]);
    await scene.take([event(id, 8)]);
    expect((await gaps())[0]).toEqual([{ from: 1, to: 7 }]);
    owner.log.push(event(id, 7));
    await filler.fill();
    expect(await scene.messages(id)).toEqual(events(id, 1, 8));
  });

  it('is looked for when the archive has caught up with the broker, and whenever that has forgotten something', async () => {
    behind.messages = 5_000;
    reconciliation.start();
    filler.start();
    behind.messages = 0;
    reconciliation.request();
    await waitUntil('all is there', async () => (await gaps()).every((missing) => missing.length === 0));
    owner.log.push(...events(ids[0] ?? '', 5, 6));
    reconciliation.request();
    await waitUntil('it is there', async () => (await scene.versions(ids[0] ?? '')).length === 6);
  });

  it('is not what was recorded a moment ago and is still to come by the broker', async () => {
    behind.messages = 20;
    const comparing = reconciliation.compare();
    await waitUntil('it was compared', () => owner.compared > 0);
    for (const id of ids) await scene.take(events(id, 1, 4));
    behind.messages = 0;
    expect(await comparing).toBe(0);
    expect(owner.asked).toEqual([]);
  });

  it('is looked for once for each who asks, who is told when that is done', async () => {
    expect(reconciliation.whyNotCompared('shop', 'a')).toBe('that is under way.');
    owner.away = true;
    await waitUntil(
      'it could not be',
      () => reconciliation.whyNotCompared('shop', 'a') !== 'that is under way.',
    );
    expect(reconciliation.whyNotCompared('shop', 'a')).toBe('The owner is away.');
    owner.away = false;
    await waitUntil('it is compared', () => reconciliation.whyNotCompared('shop', 'a') === undefined);
    expect(await gaps()).toEqual(ids.map(() => [{ from: 1, to: 4 }]));
  });

  it('is told the other way round, too: of a module whose log was set back, until it is as long again', async () => {
    const [cut = '', other = ''] = ids;
    for (const id of [cut, other]) await scene.take(events(id, 1, 4));
    const whole = [...owner.log];
    const isLost = (id: string, version: number) => id === cut && version > 2;
    owner.log.splice(
      0,
      Infinity,
      ...whole.filter((message) => {
        const { streamId, streamVersion } = decodeEnvelope(message);
        return !isLost(streamId, streamVersion);
      }),
    );
    await reconciliation.compare();
    expect(reconciliation.setBack()).toEqual([{ module: 'shop', streams: 1, streamId: cut }]);
    owner.log.splice(0, Infinity, ...whole);
    await reconciliation.compare();
    expect(reconciliation.setBack()).toEqual([]);
  });

  it('is told where their owners have dropped it as well, and not waited for', async () => {
    const [archived = '', cut = '', ...others] = ids;
    await scene.take(events(archived, 1, 4));
    await scene.take(events(cut, 1, 3));
    owner.log.splice(0, Infinity);
    owner.dropped.push(...ids.map((streamId) => ({ streamId, version: 4 })));
    expect(await reconciliation.compare()).toBe(0);
    expect(reconciliation.lost()).toEqual([{ module: 'shop', streams: 4, streamId: cut }]);
    expect(await gaps()).toEqual([[], [], ...others.map(() => 'unknown')]);
  });

  it('is no sign of that when an event is recorded and archived while the two are compared', async () => {
    const [id = ''] = ids;
    await scene.take(events(id, 1, 4));
    const streams = owner.streams.bind(owner);
    owner.streams = async (module, after) => {
      const answer = await streams(module, after);
      if (answer.some((head) => head.streamId === id) && owner.log.length === 20) {
        owner.log.push(event(id, 5));
        await scene.take([event(id, 5)]);
      }
      return answer;
    };
    await reconciliation.compare();
    expect(reconciliation.setBack()).toEqual([]);
  });
});
