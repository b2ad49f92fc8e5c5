import type { INestApplicationContext } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { LogRefill } from '@platform/event-sourcing';

/** What brings modules their events back, of those hosted here that are kept as events. */
export function logRefills(app: INestApplicationContext): LogRefill[] {
  return app
    .get(DiscoveryService, { strict: false })
    .getProviders()
    .flatMap(({ instance }: { instance: unknown }) => (instance instanceof LogRefill ? [instance] : []));
}
