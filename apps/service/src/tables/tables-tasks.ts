import { settleLog } from '@platform/messaging';
import { Databases } from '@platform/persistence';
import type { ServiceConfiguration } from '@platform/profile';

import { composeService } from '../composition/compose-service.js';

/** Makes the tables of the modules that a service would host, as that service does it when it starts. */
export async function makeTables(configuration: ServiceConfiguration): Promise<void> {
  await withTables(configuration, () => Promise.resolve());
}

/** Makes the tables of modules fit for other surroundings; see {@link settleLog}, also for when that may be done. */
export async function settleTables(configuration: ServiceConfiguration): Promise<void> {
  await withTables(configuration, async (databases) => {
    for (const module of configuration.modules) await settleLog(databases.unitOfWork(module));
  });
}

async function withTables(
  configuration: ServiceConfiguration,
  work: (databases: Databases) => Promise<void>,
): Promise<void> {
  // Nothing is started: putting a service together is what declares the tables of its modules.
  await composeService({ ...configuration, transport: 'in-process' });
  const { modules, placement } = configuration;
  const hosted = placement.modules.filter(({ module }) => modules.includes(module));
  const databases = await Databases.open({ databases: placement.databases, modules: hosted });
  try {
    await work(databases);
  } finally {
    await databases.close();
  }
}
