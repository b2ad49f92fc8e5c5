import type { Abstract, Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { newId } from '@platform/domain';
import { createTestDatabase } from '@platform/embedded/testing';
import { createTestingApplication, HttpModule } from '@platform/http';
import { type EventLog, MessagingModule } from '@platform/messaging';
import { MessagingHarness } from '@platform/messaging/testing';
import { Databases, type Persistence, PersistenceModule, type UnitOfWork } from '@platform/persistence';

import { CreateShipment } from './contract/index.js';
import { ShipmentModule } from './shipment.module.js';

type Injected = Awaited<ReturnType<Awaited<ReturnType<typeof createTestingApplication>>['inject']>>;

export interface ShipmentApp {
  readonly unit: UnitOfWork;
  readonly log: EventLog;
  get<T>(token: Type<T> | Abstract<T>): T;
  request(method: 'GET' | 'POST', url: string, headers?: Record<string, string>): Promise<Injected>;
  /** Creates a shipment with a package for each seller. @returns the order's id */
  ship(...sellers: string[]): Promise<string>;
  /** Removes every shipment. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** The module as a process of its own, on a fresh database. */
export async function openShipmentApp(persistence: Persistence = 'state'): Promise<ShipmentApp> {
  const database = await createTestDatabase();
  const placement = {
    databases: [{ name: 'own', url: database.url, pool: { max: 10 } }],
    modules: [{ module: 'shipment', database: 'own', schema: 'shipment' }],
  };
  const testingModule = await Test.createTestingModule({
    imports: [
      PersistenceModule.forRoot(placement),
      MessagingModule.forRoot(),
      HttpModule,
      ShipmentModule.keptAs(persistence),
    ],
  }).compile();
  const app = await createTestingApplication(testingModule);
  const databases = app.get(Databases);
  const unit = databases.unitOfWork('shipment');
  return {
    unit,
    log: new MessagingHarness(databases, ['shipment']).log('shipment'),
    get: <T>(token: Type<T> | Abstract<T>) => app.get<T>(token),
    request: (method, url, headers = {}) => app.inject({ method, url, headers }),
    ship: async (...sellers) => {
      const orderId = newId();
      const lines = sellers.map((sellerId) => ({ productId: newId(), sellerId, quantity: 1 }));
      await app.get(CommandBus).execute(new CreateShipment({ orderId, customerId: newId(), address, lines }));
      return orderId;
    },
    empty: async () => {
      for (const table of ['package', 'shipment', 'open_package'])
        await unit.run(() => unit.query(`DELETE FROM shipment.${table}`));
    },
    close: async () => {
      await app.close();
      await databases.close();
      await database.drop();
    },
  };
}

const address = { street: 'Main 1', city: 'Springfield', region: 'OR', postalCode: '97477', country: 'US' };
