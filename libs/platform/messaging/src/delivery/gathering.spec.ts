import { describe, expect, it } from '@jest/globals';

import { Gathering } from './gathering.js';

describe('a gathering', () => {
  const scene = (together: (items: readonly string[]) => Promise<void>, most = 10) => {
    const done: string[][] = [];
    const gathering = new Gathering<string>({
      together: async (items) => {
        await together(items);
        done.push([...items]);
      },
      sizeOf: ({ length }) => length,
      most: () => most,
      inTurn: (work) => work(),
    });
    return { done, gathering };
  };
  const well = (): Promise<void> => Promise.resolve();
  const run = (gathering: Gathering<string>, ...items: string[]) =>
    Promise.allSettled(items.map((item) => gathering.run(item)));

  it('does together what comes in one turn, and what comes while it is busy', async () => {
    const first = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    const { done, gathering } = scene((items) => {
      begun.resolve(undefined);
      return items.includes('a') ? first.promise : Promise.resolve();
    });
    const early = run(gathering, 'a', 'b');
    await begun.promise;
    const late = run(gathering, 'c', 'd');
    first.resolve(undefined);
    await Promise.all([early, late]);
    expect(done).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('takes no more than it may, but always one', async () => {
    const { done, gathering } = scene(well, 3);
    await run(gathering, 'aa', 'b', 'c', 'ddddd', 'e');
    expect(done).toEqual([['aa', 'b'], ['c'], ['ddddd'], ['e']]);
  });

  it('does each alone when they fail together, and fails only those that fail alone', async () => {
    const { done, gathering } = scene((items) =>
      items.includes('bad') ? Promise.reject(new Error(`${items.length} at once`)) : well(),
    );
    const [good, bad, other] = await run(gathering, 'good', 'bad', 'c');
    expect([good?.status, other?.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(bad).toMatchObject({ reason: { message: '1 at once' } });
    expect(done).toEqual([['good'], ['c']]);
  });

  it('is over for all of them when the infrastructure ends it, and goes on with what comes next', async () => {
    let times = 0;
    const { done, gathering } = scene(() => {
      times += 1;
      const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
      return times === 1 ? Promise.reject(away) : well();
    });
    const ended = await run(gathering, 'a', 'b');
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await gathering.run('a');
    expect(done).toEqual([['a']]);
    expect(times).toBe(2);
  });

  it('does each alone after a deadlock', async () => {
    const { done, gathering } = scene((items) =>
      items.length > 1 ? Promise.reject(Object.assign(new Error('deadlock'), { code: '40P01' })) : well(),
    );
    await run(gathering, 'a', 'b');
    expect(done).toEqual([['a'], ['b']]);
  });

  it('does each alone after a lock that one of them was not given in time', async () => {
    const { done, gathering } = scene((items) =>
      items.includes('b') ? Promise.reject(Object.assign(new Error('locked'), { code: '55P03' })) : well(),
    );
    const ended = await run(gathering, 'a', 'b', 'c');
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(done).toEqual([['a'], ['c']]);
  });

  it('goes on after a turn that was never given and work that broke at once', async () => {
    let turns = 0;
    const gathering = new Gathering<string>({
      together: () => {
        throw new Error('broke');
      },
      sizeOf: () => 1,
      most: () => 10,
      inTurn: (work) => {
        turns += 1;
        return turns === 1 ? Promise.reject(new Error('no turn')) : work();
      },
    });
    const reasons = async (...items: string[]) =>
      (await run(gathering, ...items)).map((ended) => 'reason' in ended && String(ended.reason));
    expect(await reasons('a', 'b')).toEqual(['Error: no turn', 'Error: no turn']);
    expect(await reasons('a', 'b')).toEqual(['Error: broke', 'Error: broke']);
  });
});
