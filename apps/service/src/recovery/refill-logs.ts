import type { INestApplicationContext } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { LogRefill, type Refilled } from '@platform/event-sourcing';
import { HttpEventArchive } from '@platform/messaging';
import type { ServiceConfiguration } from '@platform/profile';
import { SagaRuntime } from '@platform/saga';

/**
 * A step of recovery, before anything is written: modules kept as events whose database was restored from an older dump get back
 * what the Event Store has of them. Does nothing, and asks nobody, where none was.
 * @throws LogRefillError where only a person can say what shall be
 */
export async function refillLogs(
  app: INestApplicationContext,
  { eventStore }: Pick<ServiceConfiguration, 'eventStore'>,
): Promise<readonly Refilled[]> {
  if (!eventStore) return [];
  const archive = new HttpEventArchive(eventStore.url);
  const refills = app
    .get(DiscoveryService, { strict: false })
    .getProviders()
    .flatMap(({ instance }: { instance: unknown }) => (instance instanceof LogRefill ? [instance] : []));
  const sagas = app.get(SagaRuntime, { strict: false });
  const then = (module: string) => sagas.remember(module);
  const refilled: Refilled[] = [];
  for (const refill of refills)
    refilled.push(...[await refill.untilDone(archive, { then })].filter((each) => !!each));
  return refilled;
}
