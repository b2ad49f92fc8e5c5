import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RestoredLog } from '@platform/messaging';

import { BookingApp, BookingPlaces } from '../testing/booking-app.fixture.js';
import { World } from '../testing/booking.fixture.js';

describe('a participant of a choreography whose log knows more than what it keeps of sagas', () => {
  let places: BookingPlaces;
  let world: World;
  let app: BookingApp;
  beforeEach(async () => {
    places = await BookingPlaces.apart();
    world = new World();
    app = await BookingApp.start('choreography', places, world);
  });
  afterEach(async () => {
    await app.close();
    await places.drop();
  });

  /** As when a database was restored and its log got its tail back: all of it came back. */
  const restored = async (module: string) => {
    await app.query(module, `DELETE FROM ${module}.participant_log`);
    await app.query(module, `UPDATE ${module}.log_base SET restored_ord = 0`);
  };
  const answers = (module: string) =>
    app.query<{ step: string; phase: string; outcome: string }>(
      module,
      `SELECT step, phase, verdict ->> 'outcome' AS outcome FROM ${module}.participant_log ORDER BY step, phase`,
    );
  const told = async (module: string) =>
    (await app.query(module, `SELECT FROM ${module}.event WHERE channel = 'events'`)).length;

  it('has answered what it told, and does none of it again', async () => {
    const id = await app.settled();
    const [diaries, before] = [await app.diaries(id), await told('seat')];
    await restored('seat');
    await app.runtime.remember('seat');
    await app.runtime.remember('seat');
    expect(await answers('seat')).toEqual([
      { step: 'confirm', phase: 'do', outcome: 'done' },
      { step: 'seat', phase: 'do', outcome: 'done' },
    ]);
    await app.untilQuiet();
    expect(await app.diaries(id)).toEqual(diaries);
    expect(await told('seat')).toBe(before);
  });

  it('takes only what came back for told, and nothing that its dump had told', async () => {
    await app.settled();
    await app.query('seat', `DELETE FROM seat.participant_log`);
    await new RestoredLog(app.databases.unitOfWork('seat')).note();
    await app.runtime.remember('seat');
    expect(await answers('seat')).toEqual([]);
  });

  it('owes what it does itself about a step that it told to have failed', async () => {
    world.answers = ['declined'];
    const id = await app.settled();
    const before = await told('till');
    await restored('till');
    await app.runtime.remember('till');
    await app.runtime.retry(id);
    await app.untilQuiet();
    expect(await answers('till')).toEqual([
      { step: '0', phase: 'on-failed', outcome: 'done' },
      { step: 'till', phase: 'do', outcome: 'refused' },
    ]);
    // It had done so before: whoever does it again finds out by itself that nothing is left to do.
    expect(await app.diary('till', id)).toEqual(['attempt', 'declined', 'abandoned', 'abandoned']);
    expect(await told('till')).toBe(before);
  });
});
