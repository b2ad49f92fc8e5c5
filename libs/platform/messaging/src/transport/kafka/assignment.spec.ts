import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';

import { waitUntil } from '../../testing/wait-until.js';
import { assigned, EVENTS, type Scene } from './assignment.fixture.js';

/** What a case is about, and what it comes to. */
type Case = [
  what: string,
  scene: Scene,
  comes: { at?: number; lacking?: string; asked?: (number | undefined)[]; rereads?: boolean },
];

const archive = true;
/** The topic holds offsets from 10 to 99. */
const [first, end] = [10, 100];
const gone = { first, end, committed: 5 };
const fine = { first, end, committed: 50 };
const anew = { first, end, committed: 500 };
const lost = { first: 0, end };
const lostToo = { first, end };

describe('a partition that was assigned', () => {
  let spies: jest.Spied<Logger['warn']>[];
  beforeEach(() => {
    const level = (name: 'warn' | 'error' | 'log') =>
      jest.spyOn(Logger.prototype, name).mockImplementation(() => undefined);
    spies = [level('warn'), level('error'), level('log')];
  });
  afterEach(() => spies.forEach((spy) => spy.mockRestore()));

  // `at`: where it begins. `asked`: what the archive has to know everything before; undefined: it is compared with the module.
  const cases: Case[] = [
    ['goes on where its group stands', { ...fine }, { at: 50 }],
    ['begins with what there is where its group is new', { first: 0, end }, { at: 0 }],
    ['stays where what comes next is gone and nobody has it', { ...gone }, { lacking: 'none' }],
    ['stays where its topic is another one and nobody has what was in it', { ...anew }, { lacking: 'none' }],
    ['catches up with what is gone', { ...gone, archive }, { at: first, asked: [first] }],
    ['catches up where its topic is another one', { ...anew, archive }, { at: first, asked: [undefined] }],
    [
      'catches up where its group is new and messages are gone',
      { ...lostToo, archive },
      { at: first, asked: [first] },
    ],
    [
      'catches up where its group has lost its place',
      { ...lost, archive, history: {} },
      { at: 0, asked: [undefined] },
    ],
    [
      'begins anew without an archive where its group has lost its place',
      { ...lost, history: {} },
      { at: 0 },
    ],
    [
      'catches up where a lack was noted',
      { ...fine, archive, history: { lacks: true } },
      { at: first, asked: [undefined] },
    ],
    [
      'stays where a lack was noted and there is no archive any more',
      { ...fine, history: { lacks: true } },
      { lacking: 'none' },
    ],
    [
      'is brought what was set back, up to where its group stands',
      { ...fine, archive, setBack: true },
      { at: 50, asked: [50] },
    ],
    [
      'is brought what was set back and what is gone',
      { ...gone, archive, setBack: true },
      { at: first, asked: [first] },
    ],
    [
      'is brought what was set back where its topic is another one',
      { ...anew, archive, setBack: true },
      { at: first, asked: [undefined] },
    ],
    [
      'is brought what was set back where a lack was noted',
      { ...fine, archive, setBack: true, history: { lacks: true } },
      { at: first, asked: [undefined] },
    ],
    [
      'is brought what was set back where its group has no place',
      { ...lost, archive, setBack: true, history: {} },
      { at: 0, asked: [undefined] },
    ],
    [
      'reads again what the broker has, where it was set back and there is no archive',
      { ...fine, setBack: true },
      { at: first, rereads: true },
    ],
    ['reads nothing again where the broker has nothing of it', { ...gone, setBack: true }, { at: first }],
    [
      'stays where it was set back, a lack was noted and there is no archive',
      { ...fine, setBack: true, history: { lacks: true } },
      { lacking: 'none' },
    ],
    [
      'reads commands again where it was set back',
      { ...fine, archive, setBack: true, topic: 'd.desk.commands' },
      { at: first, rereads: true },
    ],
    ['stays where commands are gone', { ...gone, archive, topic: 'd.desk.commands' }, { lacking: 'none' }],
  ];

  it.each(cases)('%s', async (_what, scene, { at, lacking, asked = [], rereads = false }) => {
    const { worker, archiveAsked, committed, notes } = assigned(scene);
    await waitUntil('it is known', () => worker.position !== undefined || worker.lacking !== undefined);
    await waitUntil('it is settled', () => worker.lacking?.state !== 'catching-up' || rereads);
    expect({ at: worker.position, state: worker.lacking?.state }).toEqual({
      at,
      state: lacking ?? (rereads ? 'catching-up' : undefined),
    });
    expect(archiveAsked).toEqual(asked);
    // A lack is noted before anything is brought, and is over when the group has the position that this ends with.
    if (asked.length > 0) {
      await waitUntil('the lack is over', () => notes.includes('lack over'));
      expect(notes.slice(0, 2)).toEqual(['lack noted', 'archive asked']);
      expect(committed.at(-1)).toBe(at);
    } else expect(notes).not.toContain('lack noted');
    if (scene.setBack) {
      const caughtUp = at !== undefined && !rereads;
      if (caughtUp) await waitUntil('it has caught up', () => notes.includes('caught up'));
      expect(notes.includes('caught up')).toBe(caughtUp);
    }
  });

  it('has caught up when it has read again what its group had handled', async () => {
    const { worker, assignment, notes } = assigned({ ...fine, setBack: true });
    await waitUntil('it has begun', () => worker.position !== undefined);
    assignment.handled(worker, 49);
    expect(worker.lacking).toEqual({ state: 'catching-up' });
    assignment.handled(worker, 50);
    await waitUntil('it lacks nothing', () => worker.lacking === undefined);
    expect(notes).toContain('caught up');
  });

  it('goes on with what there is when the broker forgets what it reads again', async () => {
    const { worker, assignment, notes, seeks } = assigned({ ...fine, setBack: true });
    await waitUntil('it has begun', () => worker.position !== undefined);
    expect(assignment.isForgotten(worker, { ...EVENTS, first: 30, end, committed: 10 })).toBe(true);
    expect([worker.position, worker.lacking]).toEqual([30, { state: 'catching-up' }]);
    assignment.handled(worker, 49);
    expect(worker.lacking).toEqual({ state: 'catching-up' });
    expect(notes).not.toContain('caught up');
    expect(assignment.isForgotten(worker, { ...EVENTS, first: 60, end, committed: 49 })).toBe(true);
    expect([worker.position, worker.lacking]).toEqual([60, undefined]);
    await waitUntil('it has caught up', () => notes.includes('caught up'));
    expect(seeks).toEqual([10, 30, 60]);
    // From here on it is as any other.
    expect(assignment.isForgotten(worker, { ...EVENTS, first: 80, end, committed: 60 })).toBe(true);
    expect(worker.lacking?.state).toBe('none');
  });

  it('stays where it reads again and its topic becomes another one', async () => {
    const { worker, assignment } = assigned({ ...fine, setBack: true });
    await waitUntil('it has begun', () => worker.position !== undefined);
    expect(assignment.isForgotten(worker, { ...EVENTS, first: 0, end: 3, committed: 10 })).toBe(true);
    expect(worker.lacking?.state).toBe('none');
  });

  it('still lacks what was found to be gone while it was noted that it has caught up', async () => {
    const noted = Promise.withResolvers<undefined>();
    const { worker, assignment, notes } = assigned({ ...fine, setBack: true, caughtUp: () => noted.promise });
    await waitUntil('it has begun', () => worker.position !== undefined);
    assignment.handled(worker, 50);
    assignment.isForgotten(worker, { ...EVENTS, first: 60, end, committed: 50 });
    noted.resolve(undefined);
    await waitUntil('that is noted', () => notes.includes('caught up'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(worker.lacking?.state).toBe('none');
  });

  it('tells its new group where it begins before anything is handled, and nobody else', async () => {
    const { worker, assignment, committed } = assigned({ ...lost, archive });
    await waitUntil('it has begun', () => worker.position !== undefined);
    expect(committed).toEqual([]);
    await assignment.opening(worker);
    expect(committed).toEqual([0]);
    await assignment.opening(worker);
    expect(committed).toEqual([0]);
  });

  it('tells its new group nothing that is behind what it has passed by', async () => {
    const { worker, assignment, committed, pass } = assigned({ ...lost, archive });
    await waitUntil('it has begun', () => worker.position !== undefined);
    await pass(3);
    await assignment.opening(worker);
    expect(committed.at(-1)).toBe(3);
  });

  it('is not opened when it was taken away while its group was told where it begins', async () => {
    const { worker, assignment, committer, sending } = assigned({ ...lost, archive });
    await waitUntil('it has begun', () => worker.position !== undefined);
    const sent = (sending.until = Promise.withResolvers<undefined>());
    const opening = assignment.opening(worker);
    await waitUntil('it is being told', () => sending.now);
    assignment.replace([]);
    sent.reject(new Error('rebalancing'));
    committer.shareChanged();
    await expect(opening).rejects.toThrow('could not be told');
  });

  it('is let go while the group does not answer where it begins', async () => {
    const { worker, assignment, sending, pass } = assigned({ ...lost, archive, wanted: true });
    await waitUntil('it has begun', () => worker.position !== undefined);
    sending.until = Promise.withResolvers<undefined>();
    void pass(1);
    await waitUntil('it is being told', () => sending.now);
    await assignment.end();
    expect(worker.isRevoked).toBe(true);
  });

  it.each(['the consumer is asked', 'the broker is asked'])(
    'begins nowhere when it is taken away while %s',
    async (what) => {
      const answer = Promise.withResolvers<undefined>();
      const asks =
        what === 'the consumer is asked' ? { consulted: answer.promise } : { read: answer.promise };
      const { worker, assignment, seeks } = assigned({ ...fine, setBack: true, ...asks });
      assignment.replace([]);
      answer.resolve(undefined);
      await assignment.end();
      await new Promise((resolve) => setImmediate(resolve));
      expect([worker.position, worker.lacking, seeks]).toEqual([undefined, undefined, []]);
    },
  );

  it('is sent back nowhere when it is taken away while the broker is asked about a gap', async () => {
    const scene: Scene = { ...fine };
    const { worker, assignment, seeks, reads } = assigned(scene);
    await waitUntil('it has begun', () => worker.position !== undefined);
    const answer = Promise.withResolvers<undefined>();
    scene.read = answer.promise;
    assignment.gap(worker, 70);
    await waitUntil('the broker is asked', () => reads.count === 2);
    assignment.replace([]);
    answer.resolve(undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect(seeks).toEqual([]);
  });

  it('is sent back to what comes next when kafkajs has gone elsewhere', async () => {
    const { worker, assignment, seeks } = assigned({ ...fine });
    await waitUntil('it has begun', () => worker.position !== undefined);
    assignment.gap(worker, 70);
    await waitUntil('it is sent back', () => seeks.length > 0);
    expect(seeks).toEqual([50]);
  });

  it('is asked about again as long as the broker does not know it', async () => {
    const scene: Scene = { ...fine, unknown: true };
    const { worker, reads } = assigned(scene);
    await waitUntil('the broker was asked', () => reads.count === 1);
    scene.unknown = false;
    await waitUntil('it has begun', () => worker.position === 50);
  });

  it('is not taken any more when everything was let go', async () => {
    const { assignment } = assigned({ ...fine });
    await assignment.end();
    assignment.replace([EVENTS, { ...EVENTS, partition: 1 }]);
    expect(assignment.workers.map(({ partition }) => partition)).toEqual([0]);
  });
});
