import { readServiceConfiguration, type StartReport } from '@platform/profile';

import { type Adapters, startService } from './start-service.js';

/**
 * Runs a service as a child of its launcher: configuration comes in one environment variable, readiness goes out over IPC.
 * The service ends with its launcher, so that none is left behind when the launcher dies.
 *
 * @param adapters what a test's launcher puts in the place of a part; nothing in production
 */
export async function runService(environment: NodeJS.ProcessEnv, adapters: Adapters = {}): Promise<void> {
  try {
    const service = await startService(readServiceConfiguration(environment), adapters);
    const stop = (): void => {
      void service.close().finally(() => process.exit(0));
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    process.once('disconnect', stop);
    // A launcher that died while we were starting does not say so again.
    if (process.send && !process.connected) stop();
    else report({ type: 'ready', url: service.url });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    report({ type: 'failed', message }, () => process.exit(1));
  }
}

function report(message: StartReport, then: () => void = () => undefined): void {
  if (process.send) process.send(message, then);
  else then();
}
