import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import { ArchiveScene, event, events } from '../testing/archive.fixture.js';

describe('the archive', () => {
  let scene: ArchiveScene;
  const stream = () => `shop-${newId()}`;

  beforeAll(async () => {
    scene = await ArchiveScene.open();
  });
  afterAll(() => scene.close());

  const gaps = async (id: string) => (await scene.reader.stream('shop', id))?.gaps;
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);

  it('keeps messages as they came, also of types and versions that nobody knows, and data that is not JSON', async () => {
    const id = stream();
    const messages = [
      event(id, 1),
      event(id, 2, { type: 'shop.unheard-of', schemaVersion: 99, data: '{"b":1,"a":12345678901234567890}' }),
      event(id, 3, { data: 'not JSON, "\\u0000"' }),
      { ...event(id, 4), key: 'another' },
    ];
    const [first] = messages;
    if (!first) throw new Error();
    messages[0] = {
      ...first,
      headers: { ...first.headers, ce_time: '2026-01-02T03:04:05.678901Z', ce_new: 'x' },
    };
    await scene.take(messages);
    expect(await scene.messages(id)).toEqual(messages);
  });

  it('takes an event once, however often and by how many it is brought', async () => {
    const id = stream();
    expect(await scene.take([event(id, 1), event(id, 1), event(id, 2)])).toEqual({
      ...{ archived: 2, duplicates: 1, conflicts: 0 },
    });
    expect(await scene.take(events(id, 1, 3))).toEqual({ archived: 1, duplicates: 2, conflicts: 0 });
    await Promise.all(range(1, 8).map((lane) => scene.take(events(id, 1, 20), `lane-${lane}`)));
    expect(await scene.versions(id)).toEqual(range(1, 20));
    await scene.untilReadable();
    const read = await scene.reader.after({ ord: 0, position: 0 }, 10_000);
    expect(read.filter(({ streamId }) => streamId === id).map(({ version }) => version)).toEqual(
      range(1, 20),
    );
  });

  it('knows what it lacks of a stream until that comes', async () => {
    const id = stream();
    await scene.take([event(id, 3)]);
    expect(await gaps(id)).toEqual([{ from: 1, to: 2 }]);
    await scene.take([event(id, 9), event(id, 1)]);
    expect(await scene.reader.stream('shop', id)).toEqual({
      ...{ module: 'shop', streamId: id, highest: 9, contiguous: 1 },
      gaps: [
        { from: 2, to: 2 },
        { from: 4, to: 8 },
      ],
    });
    expect((await scene.figures.gaps(100)).filter(({ streamId }) => streamId === id)).toEqual([
      expect.objectContaining({ module: 'shop', asks: 0, lastAnswer: null }),
    ]);
    await scene.take(events(id, 2, 8).reverse());
    expect(await gaps(id)).toEqual([]);
    expect(await scene.versions(id)).toEqual(range(1, 9));
    expect((await scene.figures.gaps(100)).filter(({ streamId }) => streamId === id)).toEqual([]);
  });

  it('is read in the order of a stream where it came in it, also from several writers', async () => {
    const id = stream();
    await scene.take(events(id, 1, 5).reverse());
    const writers = range(0, 3).map(async (writer) => {
      for (const version of range(6, 40)) await scene.take(events(id, 1, version), `writer-${writer}`);
    });
    await Promise.all(writers);
    await scene.untilReadable();
    const read = await scene.reader.after({ ord: 0, position: 0 }, 10_000, { module: 'shop' });
    expect(read.filter(({ streamId }) => streamId === id).map(({ version }) => version)).toEqual(
      range(1, 40),
    );
  });

  it('keeps an event whose version another one has, and tells of it', async () => {
    const id = stream();
    await scene.take(events(id, 1, 2));
    const other = event(id, 2, { id: newId(), data: '{"cents": 999}' });
    const before = (await scene.figures.trouble()).conflicts;
    for (let times = 0; times < 2; times += 1)
      expect(await scene.take([other])).toEqual({ archived: 0, duplicates: 0, conflicts: 1 });
    expect(await scene.take([event(id, 3), event(id, 3, { id: newId() })])).toEqual({
      ...{ archived: 1, duplicates: 0, conflicts: 1 },
    });
    expect((await scene.figures.trouble()).conflicts).toBe(before + 2);
    expect(await scene.messages(id)).toEqual(events(id, 1, 3));
    const kept = await scene.unit.read(() =>
      scene.unit.query(`SELECT data FROM "event-store".conflict WHERE stream_id = $1 AND version = 2`, [id]),
    );
    expect(kept).toEqual([{ data: '{"cents": 999}' }]);
  });

  it('takes events only', async () => {
    const id = stream();
    const command = event(id, 1);
    const headers = { ...command.headers, ce_channel: 'commands', ce_target: 'shop' };
    expect(await scene.take([{ ...command, headers }])).toEqual({ archived: 0, duplicates: 0, conflicts: 0 });
    expect(await scene.reader.stream('shop', id)).toBeUndefined();
  });

  it('counts by module, type and lane', async () => {
    const lane = `lane-${newId()}`;
    await scene.archive.archive([...events(stream(), 1, 3), event(stream(), 1, { type: 'shop.closed' })], {
      ...{ lane, next: 17 },
    });
    const again = stream();
    await scene.archive.archive([event(again, 1), event(again, 1)], { lane, next: 19 });
    const position = (await scene.figures.positions()).find((each) => each.lane === lane);
    expect(position).toMatchObject({ module: 'shop', nextOffset: 19, events: 5, duplicates: 1 });
    expect(position?.lastEvent).toMatchObject({ streamId: again, version: 1, type: 'shop.priced' });
    const [shop] = await scene.figures.modules();
    const [counted] = await scene.unit.read(() =>
      scene.unit.query<{ events: number; streams: number }>(
        `SELECT (SELECT count(*) FROM "event-store".event) AS events,
                (SELECT count(*) FROM "event-store".stream WHERE highest > 0) AS streams`,
      ),
    );
    expect(shop).toMatchObject({ module: 'shop', ...counted });
    expect(shop?.types.reduce((sum, { events: count }) => sum + count, 0)).toBe(counted?.events);
  });

  it('is tied anew to the server that it finds itself on: what comes is read after what it holds', async () => {
    const [old, fresh] = [stream(), stream()];
    await scene.take(events(old, 1, 3));
    // As on a server that a dump was restored on: its transaction ids start lower.
    await scene.unit.run(async () => {
      await scene.unit.query(`UPDATE "event-store".event SET ord = ord + 1000000`);
      await scene.unit.query(`UPDATE "event-store".stream SET ord = ord + 1000000`);
      await scene.unit.query(
        `UPDATE "event-store".log_base SET system_identifier = 1, server_started_at = '-infinity'`,
      );
    });
    await scene.take([event(fresh, 1), event(old, 4)]);
    await scene.untilReadable();
    const read = await scene.reader.after({ ord: 0, position: 0 }, 10_000);
    expect(read.slice(-2).map(({ streamId, version }) => [streamId, version])).toEqual([
      [fresh, 1],
      [old, 4],
    ]);
  });
});
