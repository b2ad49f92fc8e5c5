import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@platform/domain';
import type { EncodedMessage } from '@platform/messaging';

import { ArchiveScene, event, events } from '../testing/archive.fixture.js';
import { ArchiveLane } from './archive-lane.js';

describe('a lane of the archive', () => {
  let scene: ArchiveScene;
  let lane: ArchiveLane;
  let id: string;

  beforeAll(async () => {
    scene = await ArchiveScene.open();
    jest.spyOn(scene.observer, 'refused').mockReturnValue(undefined);
  });
  afterAll(() => scene.close());
  beforeEach(() => {
    id = `shop-${newId()}`;
    lane = new ArchiveLane('shop.events/0', scene.archive, scene.refused, scene.observer);
  });

  const refusedMessages = async (): Promise<EncodedMessage[]> => {
    const rows = await scene.unit.read(() =>
      scene.unit.query<{ message: Buffer }>(
        `SELECT message FROM "event-store".refused_message ORDER BY refused_at`,
      ),
    );
    return rows.map(({ message }) => JSON.parse(message.toString()) as EncodedMessage);
  };

  it('keeps apart what the database will not take, once, and archives everything around it', async () => {
    const messages = events(id, 1, 9);
    const poison = [event(id, 4, { data: '"a\0b"' }), event(id, 8, { id: 'no id' })];
    messages.splice(3, 1, ...poison.slice(0, 1));
    messages.splice(7, 1, ...poison.slice(1));
    await lane.deliver(messages, 40);
    await lane.deliver(messages, 40);
    expect(await scene.versions(id)).toEqual([1, 2, 3, 5, 6, 7, 9]);
    expect(await refusedMessages()).toEqual(poison);
    expect((await scene.figures.trouble()).refused).toBe(2);
    // Their versions are missing, so their owner is asked for them.
    expect((await scene.reader.stream('shop', id))?.gaps).toEqual([
      { from: 4, to: 4 },
      { from: 8, to: 8 },
    ]);
  });

  it('is through with what is kept apart', async () => {
    await lane.deliver([event(id, 1), event(id, 2, { id: 'no id' })], 40);
    expect(await scene.reader.nextOffset('shop', 'shop.events/0')).toBe(40);
    await lane.deliver([event(id, 3, { id: 'no id' })], 41);
    expect(await scene.reader.nextOffset('shop', 'shop.events/0')).toBe(41);
  });

  it('acknowledges nothing while the archive cannot be written, whatever the reason', async () => {
    const archive = jest.spyOn(scene.archive, 'archive');
    for (const failure of [
      new Error('Connection terminated unexpectedly'),
      Object.assign(new Error('relation "event" does not exist'), { code: '42P01' }),
    ]) {
      archive.mockRejectedValueOnce(failure);
      await expect(lane.deliver(events(id, 1, 3))).rejects.toBe(failure);
    }
    await lane.deliver(events(id, 1, 3));
    expect(await scene.versions(id)).toEqual([1, 2, 3]);
    archive.mockRestore();
  });
});
