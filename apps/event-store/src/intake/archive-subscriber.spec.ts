import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Lane } from '@platform/messaging';

import { ArchiveSubscriber } from './archive-subscriber.js';
import type { SetBackLane } from './archived-lanes.js';

describe('a lane of an archive', () => {
  let setBack: SetBackLane | undefined;
  let caughtUp: (readonly [string, number])[];
  let lost: number;
  let subscriber: ArchiveSubscriber;

  beforeEach(() => {
    setBack = undefined;
    caughtUp = [];
    lost = 0;
    const lanes = {
      setBack: () => Promise.resolve(setBack),
      caughtUp: (lane: string, offset: number) => Promise.resolve(void caughtUp.push([lane, offset])),
    };
    const made = (): Lane => {
      throw new Error('It is not opened.');
    };
    subscriber = new ArchiveSubscriber(['shop'], made, lanes, () => (lost += 1));
  });

  it('is read again when it was set back, and counts as read as far as its group stood', async () => {
    setBack = { stood: 7, isForgotten: false };
    expect(await subscriber.restored.lacks('shop/0')).toBe(true);
    await subscriber.restored.caughtUp('shop/0');
    await subscriber.restored.caughtUp('shop/0');
    expect([caughtUp, lost]).toEqual([[['shop/0', 7]], 0]);
  });

  it('has the archive compared with its owners when the broker has forgotten some of what it lacks', async () => {
    setBack = { stood: 7, isForgotten: true };
    await subscriber.restored.lacks('shop/0');
    expect(lost).toBe(1);
  });

  it('goes on where its group stands otherwise', async () => {
    expect(await subscriber.restored.lacks('shop/0')).toBe(false);
    await subscriber.restored.caughtUp('shop/0');
    expect([caughtUp, lost]).toEqual([[], 0]);
  });
});
