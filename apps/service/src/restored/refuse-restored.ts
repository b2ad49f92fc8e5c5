import type { INestApplicationContext } from '@nestjs/common';
import { RestoredLog } from '@platform/messaging';
import { Databases } from '@platform/persistence';
import type { ServiceConfiguration } from '@platform/profile';

import { RestoredModuleError } from './restored-module-error.js';
import { returnsTo } from './returns-to.js';

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
  const hosted = placement.modules.filter(({ module }) => modules.includes(module));
  for (const { module } of hosted) {
    const isWhole = configuration.eventStore && returnsTo(app, module, configuration.coordination) === 'all';
    if (!isWhole && (await new RestoredLog(databases.unitOfWork(module)).isDue()))
      throw new RestoredModuleError(module);
  }
}
