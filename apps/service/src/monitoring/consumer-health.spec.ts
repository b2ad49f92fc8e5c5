import { describe, expect, it } from '@jest/globals';
import { HealthRegistry } from '@platform/http';
import { MessagingLag } from '@platform/messaging';

import { ConsumerHealth } from './consumer-health.js';

describe('the readiness of a service', () => {
  const readiness = (waiting: readonly string[] | undefined) => {
    const health = new HealthRegistry();
    new ConsumerHealth(
      health,
      Object.assign(Object.create(MessagingLag.prototype) as MessagingLag, { waiting: () => waiting }),
    ).onModuleInit();
    return health.check();
  };

  it('names the consumers that wait for the broker, and stays', async () => {
    expect(await readiness(['cart.prices', 'order.saga'])).toEqual({
      ready: true,
      checks: { consumers: { status: 'up', waitingForBroker: ['cart.prices', 'order.saga'] } },
    });
  });

  it('says that consumers receive', async () => {
    expect((await readiness([])).checks).toEqual({ consumers: { status: 'up' } });
  });

  it('says nothing of a broker where there is none', async () => {
    expect((await readiness(undefined)).checks).toEqual({});
  });
});
