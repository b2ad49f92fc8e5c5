import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { decodeEnvelope, type EncodedMessage } from '@platform/messaging';
import { waitUntil } from '@platform/messaging/testing';

import { ArchiveScene, event, events } from '../testing/archive.fixture.js';
import { GapFiller } from './gap-filler.js';
import { GapRows } from './gap-rows.js';
import { OwnerOfEvents } from './owner-of-events.js';

/** An owner with a log of its own, which answers at most two events at once. */
class FakeOwner extends OwnerOfEvents {
  readonly log: EncodedMessage[] = [];
  readonly asked: string[] = [];
  away = false;

  override read(
    module: string,
    streamId: string,
    fromVersion: number,
    toVersion: number,
  ): Promise<readonly EncodedMessage[]> {
    this.asked.push(`${module} ${streamId} ${fromVersion}-${toVersion}`);
    if (this.away) return Promise.reject(new Error('The owner is away.'));
    const found = this.log.filter((message) => {
      const { streamVersion } = decodeEnvelope(message);
      return message.key === streamId && fromVersion <= streamVersion && streamVersion <= toVersion;
    });
    return Promise.resolve(found.slice(0, 2));
  }
}

describe('what the archive lacks of a stream', () => {
  let scene: ArchiveScene;
  let owner: FakeOwner;
  let filler: GapFiller;
  let id: string;

  beforeAll(async () => {
    scene = await ArchiveScene.open();
  });
  afterAll(() => scene.close());

  /** A stream of which versions have come by themselves. */
  async function lacking(...versions: readonly number[]): Promise<void> {
    id = `shop-${newId()}`;
    owner = new FakeOwner();
    const { archive, reader, hints, unit } = scene;
    filler = new GapFiller(new GapRows(unit), owner, archive, reader, hints);
    for (const version of versions) await scene.take([event(id, version)]);
  }
  afterEach(() => filler.onModuleDestroy());

  const gaps = async () => (await scene.reader.stream('shop', id))?.gaps;
  const told = async () => (await scene.figures.gaps(100)).find(({ streamId }) => streamId === id);

  it('is asked of its owner, page by page, and archived once', async () => {
    await lacking(1, 7, 9);
    owner.log.push(...events(id, 1, 9));
    await filler.fill();
    expect(await gaps()).toEqual([]);
    expect(await scene.messages(id)).toEqual(events(id, 1, 9));
    expect(owner.asked).toEqual([`shop ${id} 2-6`, `shop ${id} 4-6`, `shop ${id} 6-6`, `shop ${id} 8-8`]);
    expect(await filler.fill()).toBe(0);
    expect(await told()).toBeUndefined();
  });

  it('stays missing, and is told of, where the owner does not have it either', async () => {
    await lacking(5);
    owner.log.push(event(id, 2));
    await filler.fill();
    expect(await told()).toMatchObject({ asks: 1, lastAnswer: 'The owner does not have 1, 3–4.' });
    const { streamsWithGaps, missingEvents } = await scene.figures.trouble();
    expect([streamsWithGaps, missingEvents]).toEqual([1, 3]);
    expect(await filler.fill()).toBe(0); // not yet again
    owner.log.push(...events(id, 1, 4));
    await scene.makeDue(id);
    await filler.fill();
    expect(await gaps()).toEqual([]);
  });

  it('is asked for again when the owner was away', async () => {
    await lacking(2);
    owner.away = true;
    await filler.fill();
    expect(await told()).toMatchObject({ asks: 1, lastAnswer: 'Error: The owner is away.' });
    owner.away = false;
    owner.log.push(event(id, 1));
    await scene.makeDue(id);
    await filler.fill();
    expect(await gaps()).toEqual([]);
  });

  it('is not filled with events of another stream', async () => {
    await lacking(2);
    owner.read = () => Promise.resolve([event(`shop-${newId()}`, 1)]);
    await filler.fill();
    expect(await gaps()).toEqual([{ from: 1, to: 1 }]);
    expect((await told())?.lastAnswer).toMatch(/answered with events of/);
    await scene.take([event(id, 1)]);
  });

  it('is asked for as soon as it is seen, while the filler runs', async () => {
    await lacking(1);
    owner.log.push(...events(id, 1, 3));
    filler.start();
    await scene.take([event(id, 3)]);
    await waitUntil('it is filled', async () => (await gaps())?.length === 0);
    expect(owner.asked).toEqual([`shop ${id} 2-2`]);
  });
});
