import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { NestLogger } from './nest-logger.js';
import { PlatformHttpAdapter } from './platform-http.adapter.js';

/** Makes the modules of an application for the time of `work`: nothing of them is started, and nobody is answered. */
export async function withoutServing<T>(
  rootModule: Parameters<typeof NestFactory.create>[0],
  work: (app: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const adapter = new PlatformHttpAdapter({ takesRequests: () => false });
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
  const app = await NestFactory.create(rootModule, adapter, {
    logger: new NestLogger(),
    abortOnError: false,
  });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
