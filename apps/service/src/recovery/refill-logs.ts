import type { INestApplicationContext } from '@nestjs/common';
import type { LogRefill, Refilled } from '@platform/event-sourcing';
import { HttpEventArchive } from '@platform/messaging';
import type { ServiceConfiguration } from '@platform/profile';
import { SagaRuntime } from '@platform/saga';

import { Doorkeeper, type Progress } from './doorkeeper.js';
import { logRefills } from './log-refills.js';

/**
 * The very first of what is finished before anything is written, and the one part without a limit: modules kept as events whose
 * database was restored from an older dump get back what the Event Store has of them. A {@link Doorkeeper} tells how far that is.
 * Does nothing, and asks nobody, where none was restored.
 * @throws LogRefillError where only a person can say what shall be; Error when `ending` aborts
 */
export async function refillLogs(
  app: INestApplicationContext,
  { eventStore, host, port }: Pick<ServiceConfiguration, 'eventStore' | 'host' | 'port'>,
  ending?: AbortSignal,
): Promise<readonly Refilled[]> {
  if (!eventStore) return [];
  const due = await dueOf(app);
  if (due.length === 0) return [];
  const archive = new HttpEventArchive(eventStore.url);
  const sagas = app.get(SagaRuntime, { strict: false });
  const then = (module: string) => sagas.remember(module);
  const doorkeeper = await Doorkeeper.open(host, port, () => progressOf(due));
  try {
    const refilled: Refilled[] = [];
    for (const refill of due)
      refilled.push(...[await refill.untilDone(archive, { then, signal: ending })].filter((each) => !!each));
    return refilled;
  } finally {
    await doorkeeper.close();
  }
}

async function dueOf(app: INestApplicationContext): Promise<LogRefill[]> {
  const all = logRefills(app);
  const isDue = await Promise.all(all.map((refill) => refill.isDue()));
  return all.filter((_, index) => isDue[index]);
}

function progressOf(due: readonly LogRefill[]): Progress {
  return {
    finishing: Object.fromEntries(
      due.map(({ module, progress, waitsFor }) => [
        `${module}: lost events`,
        { restored: progress, ...(waitsFor !== undefined && { waitsFor }) },
      ]),
    ),
  };
}
