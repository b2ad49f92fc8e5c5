import { Test } from '@nestjs/testing';
import { createTestingApplication, HttpModule } from '@platform/http';
import { type EventLog, MessagingModule } from '@platform/messaging';
import { MessagingHarness } from '@platform/messaging/testing';
import { Databases, PersistenceModule, type UnitOfWork } from '@platform/persistence';
import { createTestDatabase } from '@platform/embedded/testing';

import { ProductModule } from './product.module.js';

type Injected = Awaited<ReturnType<Awaited<ReturnType<typeof createTestingApplication>>['inject']>>;

export interface ProductApp {
  readonly unit: UnitOfWork;
  readonly log: EventLog;
  request(
    method: 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'POST',
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Injected>;
  close(): Promise<void>;
}

/** The module as a process of its own, on a fresh database. */
export async function openProductApp(): Promise<ProductApp> {
  const database = await createTestDatabase();
  const placement = {
    databases: [{ name: 'own', url: database.url, pool: { max: 10 } }],
    modules: [{ module: 'product', database: 'own', schema: 'product' }],
  };
  const testingModule = await Test.createTestingModule({
    imports: [PersistenceModule.forRoot(placement), MessagingModule.forRoot(), HttpModule, ProductModule],
  }).compile();
  const app = await createTestingApplication(testingModule);
  const databases = app.get(Databases);
  return {
    unit: databases.unitOfWork('product'),
    log: new MessagingHarness(databases, ['product']).log('product'),
    request: (method, url, body, headers = {}) =>
      app.inject({ method, url, headers, ...(body && { payload: body }) }),
    close: async () => {
      await app.close();
      await databases.close();
      await database.drop();
    },
  };
}
