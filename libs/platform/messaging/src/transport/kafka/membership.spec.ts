import { describe, expect, it } from '@jest/globals';

import { Membership } from './membership.js';

describe('a membership', () => {
  const at = { now: 0 };
  const joined = () => {
    const membership = new Membership(6_000, () => at.now);
    membership.confirmed(true);
    return membership;
  };

  it('holds from its share of the partitions on, while the group is heard of', () => {
    const membership = new Membership(6_000, () => at.now);
    expect(membership.holds).toBe(false);
    membership.confirmed();
    expect(membership.holds).toBe(false);
    membership.confirmed(true);
    at.now += 5_000;
    membership.confirmed();
    at.now += 5_000;
    expect(membership.holds).toBe(true);
  });

  it('does not hold when the process slept for as long as a member may be silent', () => {
    const membership = joined();
    at.now += 6_000;
    expect(membership.holds).toBe(false);
  });

  it('begins nothing in a rebalance, and commits until it asks to join', () => {
    const membership = joined();
    membership.suspendWork();
    expect([membership.holds, membership.isJoined]).toEqual([false, true]);
    membership.confirmed(); // a heartbeat that was answered meanwhile
    expect(membership.holds).toBe(false);
    membership.suspend();
    expect([membership.holds, membership.isJoined]).toEqual([false, false]);
    membership.confirmed(true);
    expect([membership.holds, membership.isJoined]).toEqual([true, true]);
  });

  it('lets those who wait go on when it holds again', async () => {
    const membership = joined();
    membership.suspend();
    const waiting = membership.untilHeld();
    membership.confirmed(true);
    await expect(waiting).resolves.toBeUndefined();
  });
});
