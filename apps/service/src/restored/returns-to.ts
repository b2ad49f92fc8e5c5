import type { INestApplicationContext } from '@nestjs/common';
import type { LogRefill } from '@platform/event-sourcing';
import type { ComparedModule, ServiceConfiguration } from '@platform/profile';

import { keepsSagas } from '../composition/saga-modules.js';
import { logRefills } from '../recovery/log-refills.js';

/** What brings a module its events back; undefined for one whose events are not what it keeps. */
export function refillOf(app: INestApplicationContext, module: string): LogRefill | undefined {
  return logRefills(app).find((refill) => refill.module === module);
}

/** What an archive can bring back of what a module keeps. */
export function returnsTo(
  app: INestApplicationContext,
  module: string,
  coordination: ServiceConfiguration['coordination'],
): ComparedModule['returns'] {
  if (!refillOf(app, module)) return 'nothing';
  return keepsSagas(module, coordination) ? 'events' : 'all';
}
