import { readServiceConfiguration, runChild } from '@platform/profile';

import { type Adapters, startService } from './start-service.js';

/**
 * Runs a service as a child of its launcher; its configuration comes in one environment variable.
 *
 * @param adapters what a test's launcher puts in the place of a part; nothing in production
 */
export function runService(environment: NodeJS.ProcessEnv, adapters: Adapters = {}): Promise<void> {
  return runChild(async (ending) => startService(readServiceConfiguration(environment), adapters, ending));
}
