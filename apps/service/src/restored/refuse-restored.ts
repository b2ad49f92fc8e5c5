import type { INestApplicationContext } from '@nestjs/common';
import { RestoredLog } from '@platform/messaging';
import { Databases } from '@platform/persistence';
import type { ServiceConfiguration } from '@platform/profile';

import { keepsSagas } from '../composition/saga-modules.js';
import { RestoredModuleError } from './restored-module-error.js';

type Placed = ServiceConfiguration['placement']['modules'][number];

/**
 * A step before anything is written, by this process or on its behalf: where messages leave the process, others may have handled more of
 * a module than an older dump of it knows. What the archive cannot bring back is not begun anew without a person's word.
 * @throws RestoredModuleError
 */
export async function refuseRestored(
  app: INestApplicationContext,
  { modules, placement, ...configuration }: ServiceConfiguration,
): Promise<void> {
  if (!configuration.broker) return;
  const databases = app.get(Databases, { strict: false });
  for (const placed of placement.modules.filter(({ module }) => modules.includes(module))) {
    if (getsAllBack(placed, configuration)) continue;
    if (await new RestoredLog(databases.unitOfWork(placed.module)).isDue())
      throw new RestoredModuleError(placed.module);
  }
}

/** From the archive, which keeps events and nothing else. */
function getsAllBack(
  { module, persistence }: Placed,
  { coordination, eventStore }: Pick<ServiceConfiguration, 'coordination' | 'eventStore'>,
): boolean {
  return eventStore !== null && persistence === 'events' && !keepsSagas(module, coordination);
}
