import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplication, Injectable, Module } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import { PersistenceModule, type Placement, UnitOfWork } from '@platform/persistence';
import { z } from 'zod';

import { defineEvent, type EventOf } from '../envelope/define-message.js';
import type { Message } from '../envelope/message.js';
import { EventLog } from '../log/event-log.js';
import { MessagingLag } from '../monitoring/messaging-lag.js';
import { ParkedMessages } from '../parking/parked-messages.js';
import { waitUntil } from '../testing/wait-until.js';
import { Consumer, On } from './consumer.decorator.js';
import { MessagingModule } from './messaging.module.js';
import { MessagingServer } from './messaging-server.js';

const PriceChanged = defineEvent('shop.price-changed', 1, z.object({ cents: z.number().int() }));
type PriceChanged = EventOf<typeof PriceChanged>;

@Injectable()
class Shop {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly log: EventLog,
  ) {}

  changePrice(cents: number): Promise<void> {
    const event: PriceChanged = { type: PriceChanged.type, data: { cents } };
    return this.unit.run(() => {
      this.log.append('shop-1', [event]);
      return Promise.resolve();
    });
  }
}

@Module({
  imports: [PersistenceModule.forModule({ name: 'shop' }), MessagingModule.forModule({ name: 'shop' })],
  providers: [Shop],
})
class ShopModule {}

@Injectable()
class Prices {
  readonly seen: number[] = [];
}

@Consumer({ module: 'basket', name: 'price-replica' })
class PriceReplicaConsumer {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly prices: Prices,
  ) {}

  @On(PriceChanged)
  onPriceChanged({ data }: Message<PriceChanged['data']>): Promise<void> {
    expect(this.unit.isOpen).toBe(true);
    if (data.cents < 0) throw new RangeError('A price below nothing.');
    this.prices.seen.push(data.cents);
    return Promise.resolve();
  }
}

@Consumer({ module: 'basket', name: 'price-watch' })
class PriceWatchConsumer {
  readonly seen: number[] = [];

  @On(PriceChanged)
  onPriceChanged({ data }: Message<PriceChanged['data']>): Promise<void> {
    this.seen.push(data.cents);
    return Promise.resolve();
  }
}

@Module({
  imports: [PersistenceModule.forModule({ name: 'basket' }), MessagingModule.forModule({ name: 'basket' })],
  controllers: [PriceReplicaConsumer, PriceWatchConsumer],
  providers: [Prices],
})
class BasketModule {}

/** A whole application, as a composition puts it together. */
async function startApp(url: string): Promise<INestApplication> {
  const placement: Placement = {
    databases: [{ name: 'shared', url, pool: { max: 10 } }],
    modules: ['shop', 'basket'].map((module) => ({ module, database: 'shared', schema: module })),
  };
  const built = await Test.createTestingModule({
    imports: [
      PersistenceModule.forRoot(placement),
      MessagingModule.forRoot({ owner: 'app-1', delivery: { pauseMs: () => 1 } }),
      ShopModule,
      BasketModule,
    ],
  }).compile();
  const app = built.createNestApplication(new FastifyAdapter());
  app.connectMicroservice({ strategy: app.get(MessagingServer) });
  await app.startAllMicroservices();
  return app;
}

describe('messaging in a Nest application', () => {
  let database: TestDatabase;
  let app: INestApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await startApp(database.url);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const replica = () => app.get(Prices).seen;
  const watch = () => app.get(PriceWatchConsumer).seen;

  it("hands a module's events to every consumer, inside the consuming module's unit of work", async () => {
    await app.get(Shop).changePrice(100);
    await app.get(Shop).changePrice(200);
    await waitUntil('both consumers have heard', () => replica().length === 2 && watch().length === 2);
    expect([replica(), watch()]).toEqual([
      [100, 200],
      [100, 200],
    ]);
  });

  it('keeps what a handler threw, for the people who look at parked messages', async () => {
    await app.get(Shop).changePrice(-1);
    const parked = app.get(ParkedMessages);
    await waitUntil('the key is parked', async () => (await parked.list()).length === 1);
    expect(await parked.list()).toEqual([
      expect.objectContaining({
        consumer: 'basket.price-replica',
        error: 'RangeError: A price below nothing.',
      }),
    ]);
    expect(watch()).toEqual([100, 200, -1]);
  });

  it('names every outlet with its lag', async () => {
    const lag = app.get(MessagingLag);
    await waitUntil('all is quiet', () => lag.isQuiet());
    expect(await lag.lag()).toEqual({
      logs: [
        { sourceModule: 'shop', outlet: 'basket.price-replica', messages: 0, ageSeconds: 0 },
        { sourceModule: 'shop', outlet: 'basket.price-watch', messages: 0, ageSeconds: 0 },
      ],
      inboxes: [
        { consumer: 'basket.price-replica', messages: 0 },
        { consumer: 'basket.price-watch', messages: 0 },
      ],
      parked: [{ consumer: 'basket.price-replica', keys: 1, messages: 1 }],
    });
  });

  it('goes on after a restart where it was', async () => {
    await app.close();
    app = await startApp(database.url);
    await app.get(Shop).changePrice(300);
    await waitUntil('the watch has heard', () => watch().length === 1);
    expect(watch()).toEqual([300]);
    expect(replica()).toEqual([]); // joined the parked key
  });
});
