import type { INestApplicationContext } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { LogRefill } from '@platform/event-sourcing';
import type { ComparedModule, ServiceConfiguration } from '@platform/profile';

import { keepsSagas } from '../composition/saga-modules.js';

/** What brings a module its events back; undefined for one whose events are not what it keeps. */
export function refillOf(app: INestApplicationContext, module: string): LogRefill | undefined {
  return app
    .get(DiscoveryService, { strict: false })
    .getProviders()
    .flatMap(({ instance }: { instance: unknown }) => (instance instanceof LogRefill ? [instance] : []))
    .find((refill) => refill.module === module);
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
