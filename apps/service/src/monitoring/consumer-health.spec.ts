import { describe, expect, it } from '@jest/globals';
import { HealthRegistry } from '@platform/http';
import { type Forgotten, MessagingLag } from '@platform/messaging';

import { ConsumerHealth } from './consumer-health.js';

describe('the readiness of a service', () => {
  const readiness = (waiting: readonly string[] | undefined, forgotten: readonly Forgotten[] = []) => {
    const health = new HealthRegistry();
    new ConsumerHealth(
      health,
      Object.assign(Object.create(MessagingLag.prototype) as MessagingLag, {
        waiting: () => waiting,
        forgotten: () => forgotten,
      }),
    ).onModuleInit();
    return health.check();
  };

  it('names the consumers that wait for the broker, and stays', async () => {
    expect(await readiness(['cart.prices', 'order.saga'])).toEqual({
      ready: true,
      checks: { consumers: { status: 'up', waitingForBroker: ['cart.prices', 'order.saga'] } },
    });
  });

  it('names those that lack what the broker has forgotten, and what they wait for, and stays', async () => {
    const [lane, reason] = ['shop.events/0', 'the Event Store is out of reach'];
    const { ready, checks } = await readiness(
      [],
      [
        { consumer: 'cart.prices', lane, state: 'catching-up' },
        { consumer: 'cart.orders', lane, state: 'waiting', reason },
        { consumer: 'order.saga', lane, state: 'none', reason: 'it was replies' },
      ],
    );
    expect(ready).toBe(true);
    expect(checks['consumers']).toEqual({
      status: 'up',
      catchingUp: [{ consumer: 'cart.prices', lane }],
      waitingForEventStore: [{ consumer: 'cart.orders', lane, reason }],
      messagesLost: [{ consumer: 'order.saga', lane, reason: 'it was replies' }],
    });
  });

  it('says that consumers receive', async () => {
    expect((await readiness([])).checks).toEqual({ consumers: { status: 'up' } });
  });

  it('says nothing of a broker where there is none', async () => {
    expect((await readiness(undefined)).checks).toEqual({});
  });
});
