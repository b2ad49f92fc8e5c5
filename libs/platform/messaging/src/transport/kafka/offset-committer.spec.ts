import { describe, expect, it } from '@jest/globals';
import { NoCrashPoints } from '@platform/persistence';

import { waitUntil } from '../../testing/wait-until.js';
import { OffsetCommitter, type Position } from './offset-committer.js';

describe('the committer of positions', () => {
  const position = (partition: number, next: number): Position => ({ topic: 't', partition, next });
  const start = () => {
    const sent: Position[][] = [];
    const is: { joined: boolean; mine: (position: Position) => boolean; failing: boolean } = {
      joined: true,
      mine: () => true,
      failing: false,
    };
    const committer = new OffsetCommitter(
      (positions) => {
        if (is.failing) return Promise.reject(new Error('rebalancing'));
        sent.push([...positions]);
        return Promise.resolve();
      },
      () => is.joined,
      (position) => is.mine(position),
      new NoCrashPoints(),
    );
    return { committer, sent, is };
  };

  it('sends the first at once, and what follows soon after it together, the last of each partition', async () => {
    const { committer, sent } = start();
    committer.mark(position(0, 1));
    await waitUntil('it is sent', () => sent.length === 1);
    for (const next of [2, 3, 4]) committer.mark(position(0, next));
    committer.mark(position(1, 9));
    await waitUntil('they are sent', () => sent.length === 2);
    expect(sent).toEqual([[position(0, 1)], [position(0, 4), position(1, 9)]]);
  });

  it('keeps what it may not send now, and forgets what is another process’s', async () => {
    const { committer, sent, is } = start();
    is.joined = false;
    committer.mark(position(0, 1));
    committer.mark(position(1, 1));
    await committer.flush();
    expect(sent).toEqual([]);
    is.mine = ({ partition }) => partition === 1;
    is.joined = true;
    committer.shareChanged();
    await waitUntil('it is sent', () => sent.length === 1);
    is.mine = () => true;
    await committer.flush();
    expect(sent).toEqual([[position(1, 1)]]);
  });

  it('tries again what could not be sent, unless there is something newer', async () => {
    const { committer, sent, is } = start();
    is.failing = true;
    committer.mark(position(0, 1));
    committer.mark(position(1, 1));
    await committer.flush();
    is.failing = false;
    committer.mark(position(0, 2));
    await committer.flush();
    expect(sent).toEqual([[position(0, 2), position(1, 1)]]);
  });

  it('resolves for everyone who waits when what each of them marked is written down', async () => {
    const answers: (() => void)[] = [];
    const written: Position[] = [];
    const committer = new OffsetCommitter(
      async (positions) => {
        await new Promise<void>((resolve) => answers.push(resolve));
        written.push(...positions);
      },
      () => true,
      () => true,
      new NoCrashPoints(),
    );
    // One send hangs; meanwhile two partitions open, and each must know that its own position is there.
    committer.mark(position(9, 1));
    const flushes = [committer.flush()];
    await waitUntil('it is being sent', () => answers.length === 1);
    const opened: number[][] = [];
    for (const partition of [0, 1]) {
      committer.mark(position(partition, 5));
      const open = committer.flush().then(() => {
        opened.push([partition, ...written.map((each) => each.partition)]);
      });
      flushes.push(open);
    }
    answers[0]?.();
    await waitUntil('the next is being sent', () => answers.length === 2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(opened).toEqual([]);
    expect([committer.owes({ topic: 't', partition: 0 }), written.length]).toEqual([false, 1]);
    answers[1]?.();
    await Promise.all(flushes);
    expect(opened).toEqual([
      [0, 9, 0, 1],
      [1, 9, 0, 1],
    ]);
  });

  it('sends what was marked meanwhile also when what it was sending could not be written down', async () => {
    const { committer, sent, is } = start();
    is.failing = true;
    committer.mark(position(0, 1));
    const failed = committer.flush();
    committer.mark(position(1, 1));
    await failed;
    expect(committer.owes({ topic: 't', partition: 0 })).toBe(true);
    is.failing = false;
    await committer.flush();
    expect(sent).toEqual([[position(0, 1), position(1, 1)]]);
    expect(committer.owes({ topic: 't', partition: 0 })).toBe(false);
  });

  it('sends nothing after its end', async () => {
    const { committer, sent } = start();
    committer.close();
    committer.mark(position(0, 1));
    await committer.flush();
    expect(sent).toEqual([]);
  });

  it('tells when a position is written down, or a later one, and not when that could not be done', async () => {
    const { committer, sent, is } = start();
    const told: string[] = [];
    is.failing = true;
    committer.mark(position(0, 1), () => told.push('first'));
    await committer.flush();
    expect(told).toEqual([]);
    is.failing = false;
    committer.mark(position(0, 2), () => told.push('second'));
    await committer.flush();
    expect(sent).toEqual([[position(0, 2)]]);
    expect(told).toEqual(['first', 'second']);
    committer.mark(position(0, 3));
    await committer.flush();
    expect(told).toHaveLength(2);
  });
});
