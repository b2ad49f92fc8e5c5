import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HttpOptions } from './http-options.js';
import { PlatformHttpAdapter } from './platform-http.adapter.js';

/** The part of `@nestjs/testing`'s TestingModule that is used here, so that no product code depends on it. */
interface BuildsApplication {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as Nest declares it
  createNestApplication<Application extends NestFastifyApplication>(
    adapter: PlatformHttpAdapter,
    options?: { logger?: false },
  ): Application;
}

/** An initialized application of a testing module that imports `HttpModule`; every answer is held against its declaration. */
export async function createTestingApplication(
  testingModule: BuildsApplication,
  options: HttpOptions = {},
): Promise<NestFastifyApplication> {
  const adapter = new PlatformHttpAdapter({ verifyResponses: true, ...options });
  const app = testingModule.createNestApplication<NestFastifyApplication>(adapter, { logger: false });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
