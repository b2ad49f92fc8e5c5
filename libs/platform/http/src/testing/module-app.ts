import type { Abstract, DynamicModule, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createTestDatabase } from '@platform/embedded/testing';
import { type EventLog, MessagingModule, MessagingServer } from '@platform/messaging';
import { MessagingHarness } from '@platform/messaging/testing';
import { Databases, PersistenceModule, type UnitOfWork } from '@platform/persistence';

import { HttpModule } from '../http.module.js';
import { createTestingApplication } from '../server/create-testing-application.js';

type Application = Awaited<ReturnType<typeof createTestingApplication>>;

/** Modules in one process of their own, on a fresh database. */
export interface ModuleApp {
  get<T>(token: Type<T> | Abstract<T>): T;
  unit(module: string): UnitOfWork;
  log(module: string): EventLog;
  request(
    method: 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'POST',
    url: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ): ReturnType<Application['inject']>;
  close(): Promise<void>;
}

/**
 * Opens marketplace modules as a service would, with every HTTP answer held against its declaration.
 *
 * @param modules the Nest modules by the name of the module
 * @param heard modules that are not there themselves but whose log can be written; when given, consumers run
 */
export async function openModuleApp(
  modules: Readonly<Record<string, Type | DynamicModule>>,
  { heard }: { readonly heard?: readonly string[] } = {},
): Promise<ModuleApp> {
  const logs = (heard ?? []).map((name) => MessagingModule.forModule({ name }));
  const names = [...Object.keys(modules), ...(heard ?? [])];
  const database = await createTestDatabase();
  const placement = {
    databases: [{ name: 'own', url: database.url, pool: { max: 10 } }],
    modules: names.map((module) => ({ module, database: 'own', schema: module })),
  };
  const testingModule = await Test.createTestingModule({
    imports: [
      PersistenceModule.forRoot(placement),
      MessagingModule.forRoot(),
      HttpModule,
      ...logs,
      ...Object.values(modules),
    ],
  }).compile();
  const app = await createTestingApplication(testingModule);
  if (heard) {
    app.connectMicroservice({ strategy: app.get(MessagingServer) });
    await app.startAllMicroservices();
  }
  const databases = app.get(Databases);
  const harness = new MessagingHarness(databases, names);
  return {
    get: <T>(token: Type<T> | Abstract<T>) => app.get<T>(token, { strict: false }),
    unit: (module) => databases.unitOfWork(module),
    log: (module) => harness.log(module),
    request: (method, url, body, headers = {}) =>
      app.inject({ method, url, headers: { ...headers }, ...(body && { payload: body }) }),
    close: async () => {
      await app.close();
      await databases.close();
      await database.drop();
    },
  };
}
