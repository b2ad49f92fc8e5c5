import { describe, expect, it } from '@jest/globals';
import { HealthRegistry } from '@platform/http';
import { Recovery } from '@platform/recovery';

import { RecoveryHealth } from './recovery-health.js';

describe('the readiness of a service that starts', () => {
  function starting(limitMs: number) {
    const health = new HealthRegistry();
    const recovery = new Recovery(limitMs);
    new RecoveryHealth(health, recovery).onModuleInit();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    let left = 3;
    recovery.add({
      name: 'stock: owed tasks',
      pending: () => Promise.resolve(left),
      finish: async () => {
        await promise;
        left = 0;
      },
    });
    return { health, recovery, resolve };
  }

  it('is not there while it finishes what was begun, and names what that is', async () => {
    const { health, recovery, resolve } = starting(60_000);
    expect(await health.check()).toMatchObject({ ready: false, checks: { recovery: { stage: 'starting' } } });
    const finished = recovery.finish();
    expect(await health.check()).toEqual({
      ready: false,
      checks: {
        recovery: {
          ...{ status: 'down', reason: 'recovering', stage: 'recovering', ms: expect.any(Number) },
          finishing: { 'stock: owed tasks': expect.objectContaining({ pending: 3 }) },
        },
      },
    });
    resolve(undefined);
    await finished;
    expect(await health.check()).toEqual({
      ready: true,
      checks: { recovery: { status: 'up', stage: 'listening', ms: expect.any(Number) } },
    });
  });

  it('is there when the time is up, and names what was left', async () => {
    const { health, recovery, resolve } = starting(20);
    await recovery.finish();
    expect(await health.check()).toMatchObject({
      ready: true,
      checks: { recovery: { stage: 'listening', leftAtStart: { 'stock: owed tasks': { pending: 3 } } } },
    });
    resolve(undefined);
  });
});
