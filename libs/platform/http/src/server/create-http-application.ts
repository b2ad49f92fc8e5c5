import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { collectProcessMetrics } from '@platform/observability';
import type { HttpOptions } from './http-options.js';
import { NestLogger } from './nest-logger.js';
import { PlatformHttpAdapter } from './platform-http.adapter.js';
import { unlessEnding } from './unless-ending.js';

export interface ListenOptions extends HttpOptions {
  /** Loopback unless given. */
  readonly host?: string;
  /** 0, the default, takes any free one. */
  readonly port?: number;
  /** Runs when the modules are made and before the first request is accepted, e.g. to start what consumes messages. */
  readonly beforeListen?: (app: NestFastifyApplication) => Promise<void>;
  /**
   * Runs when it listens and before it takes requests: health and metrics are answered meanwhile, everybody else is told to come
   * back.
   */
  readonly beforeRequests?: (app: NestFastifyApplication) => Promise<void>;
  /** Ends the start: modules that are still being made are not waited for, what runs before listening or requests ends it itself. */
  readonly ending?: AbortSignal | undefined;
}

export interface HttpApplication {
  readonly app: NestFastifyApplication;
  /** `http://127.0.0.1:3000`, with the port that was taken. */
  readonly url: string;
  /** Stops accepting, finishes what was accepted, ends event streams, then tears the modules down. Calling it twice is safe. */
  close(): Promise<void>;
}

/**
 * Builds the application of a root module that imports `HttpModule`, and listens; resolves when it takes requests.
 * @throws the module's own error when it cannot start, Node's `EADDRINUSE` when the port is taken, or the reason of `ending`; then
 * everything is closed, or will be when it is there
 */
export async function createHttpApplication(
  rootModule: Parameters<typeof NestFactory.create>[0],
  options: ListenOptions = {},
): Promise<HttpApplication> {
  const { ending } = options;
  ending?.throwIfAborted();
  collectProcessMetrics();
  const nest = { logger: new NestLogger(), abortOnError: false };
  let takesRequests = false;
  const adapter = new PlatformHttpAdapter({ ...options, takesRequests: () => takesRequests });
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
  const making = NestFactory.create<NestFastifyApplication>(rootModule, adapter, nest);
  const app = await unlessEnding(ending, making, (made) => made.close());
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= app.close());
  try {
    await options.beforeListen?.(app);
    ending?.throwIfAborted();
    await app.listen(options.port ?? 0, options.host ?? '127.0.0.1');
    ending?.throwIfAborted();
    await options.beforeRequests?.(app);
    ending?.throwIfAborted();
    takesRequests = true;
    return { app, url: (await app.getUrl()).replace('[::1]', 'localhost'), close };
  } catch (error) {
    await close();
    throw error;
  }
}
