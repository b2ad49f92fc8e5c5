import type { INestApplicationContext } from '@nestjs/common';
import { withoutServing } from '@platform/http';
import {
  ArchiveAwayError,
  compareWithArchive,
  type EventArchive,
  HttpEventArchive,
  liftHeads,
  type LogComparison,
  type Restore,
  RestoredLog,
  settleRestored,
} from '@platform/messaging';
import { Databases, type UnitOfWork } from '@platform/persistence';
import {
  type ComparedModule,
  type ServiceConfiguration,
  type SettledModule,
  verdictOf,
} from '@platform/profile';
import { SagaRuntime } from '@platform/saga';
import { setTimeout as after } from 'node:timers/promises';

import { composeService } from '../composition/compose-service.js';
import { keepsSagas } from '../composition/saga-modules.js';
import { compareWithOthers, handledByOthers } from './known-to-consumers.js';
import { refillOf, returnsTo } from './returns-to.js';

type Tell = (text: string) => void;

interface Logs {
  readonly app: INestApplicationContext;
  readonly databases: Databases;
  readonly configuration: ServiceConfiguration;
  readonly archive: EventArchive | undefined;
  readonly tell: Tell;
}

/** In the place of a module's name. */
export const NOTHING_LOST = '--nothing-lost';

const PAUSE_MS = 500;
const TELL_EVERY = 10_000;

/**
 * Compares logs with what others know of them, and changes nothing.
 * @param wanted names of modules, besides all that come from a dump and were not settled since
 */
export function compareLogs(
  configuration: ServiceConfiguration,
  wanted: readonly string[],
  tell: Tell,
): Promise<ComparedModule[]> {
  return withLogs(configuration, tell, (logs) => compareAll(logs, wanted));
}

/**
 * Has logs written again: those of modules kept as events when they have what is archived, others without it. Whoever asks for a
 * module says that it was restored: on the same cluster nothing else tells.
 * @param words names of modules; {@link NOTHING_LOST} among them says that others know no more than the logs
 * @throws Error, before anything is changed, where a log can neither be made what it was nor go on
 */
export function settleLogs(
  configuration: ServiceConfiguration,
  words: readonly string[],
  tell: Tell,
): Promise<SettledModule[]> {
  const wanted = words.filter((word) => word !== NOTHING_LOST);
  return withLogs(configuration, tell, async (logs) => {
    await assertGoOn(logs, wanted, words.includes(NOTHING_LOST));
    const settled: SettledModule[] = [];
    for (const module of configuration.modules) {
      if (!wanted.includes(module)) continue;
      const restored = new RestoredLog(logs.databases.unitOfWork(module));
      if (!(await restored.isDue())) await restored.note();
      settled.push((await refill(logs, module)) ?? (await settle(logs, module)));
    }
    return settled;
  });
}

async function compareAll(logs: Logs, wanted: readonly string[]): Promise<ComparedModule[]> {
  const compared: ComparedModule[] = [];
  for (const module of logs.configuration.modules) {
    const restore = await new RestoredLog(logs.databases.unitOfWork(module)).restore();
    const isDue = restore !== undefined && restore.settledAt === undefined;
    if (isDue || wanted.includes(module)) compared.push(await compareOne(logs, module, restore));
  }
  return compared;
}

async function compareOne(logs: Logs, module: string, restore: Restore | undefined): Promise<ComparedModule> {
  const { coordination } = logs.configuration;
  const returns = returnsTo(logs.app, module, coordination);
  const unit = logs.databases.unitOfWork(module);
  const { archived, ...found } = await comparison(logs, unit, returns === 'nothing');
  return {
    ...{ module, returns, keepsSagas: keepsSagas(module, coordination) },
    restoredAt: restore?.restoredAt.toISOString() ?? null,
    settledAt: restore?.settledAt?.toISOString() ?? null,
    comparedWith: logs.archive ? 'archive' : 'consumers',
    ...{ looked: archived, beyond: [...found.beyond] },
    ...{ differing: [...found.differing], lacking: [...found.lacking] },
  };
}

/** Where there is an archive, rows can always go on, and all of it is read for them once only. */
async function assertGoOn(logs: Logs, wanted: readonly string[], nothingLost: boolean): Promise<void> {
  const asEvents = wanted.filter((module) => refillOf(logs.app, module) !== undefined);
  if (logs.archive && asEvents.length === 0) return;
  const compared = await compareAll(logs, logs.archive ? asEvents : wanted);
  for (const each of compared.filter(({ module }) => wanted.includes(module))) {
    const verdict = verdictOf(each, compared, { restored: wanted, nothingLost });
    if (verdict === 'torn')
      throw new Error(`The streams of "${each.module}" cannot be made what they were, so they cannot go on.`);
    if (verdict === 'heard-again')
      throw new Error(
        `Without an Event Store it cannot be told what "${each.module}" published beyond its log, and what was restored with it ` +
          `would hear that again: give the deployment an Event Store, or say ${NOTHING_LOST} if nothing was written after the dumps.`,
      );
  }
}

async function withLogs<T>(
  configuration: ServiceConfiguration,
  tell: Tell,
  work: (logs: Logs) => Promise<T>,
): Promise<T> {
  const { eventStore } = configuration;
  if (!eventStore) assertWhole(configuration);
  const archive = eventStore ? new HttpEventArchive(eventStore.url) : undefined;
  const root = await composeService({ ...configuration, transport: 'in-process' });
  return withoutServing(root, (app) =>
    work({ app, databases: app.get(Databases, { strict: false }), configuration, archive, tell }),
  );
}

/** @throws Error where there are modules of which it cannot be seen here what they have handled of others */
function assertWhole({ modules, placement }: ServiceConfiguration): void {
  const away = placement.modules.filter(({ module }) => !modules.includes(module));
  if (away.length > 0)
    throw new Error(
      `Without an Event Store only the modules together can tell what one of them lacks, and ${away.map(({ module }) => module).join(', ')} ` +
        `cannot be asked here: it takes a configuration with all modules and their databases.`,
    );
}

async function comparison(
  { archive, ...logs }: Logs,
  unit: UnitOfWork,
  forgets: boolean,
): Promise<LogComparison> {
  const { module } = unit;
  if (!archive)
    return compareWithOthers(unit, await handledByOthers(logs.databases, logs.configuration.modules, module));
  let told = 0;
  const onProgress = (archived: number): void => {
    if (archived < told + TELL_EVERY) return;
    told = archived;
    logs.tell(`${module}: ${archived} archived events compared`);
  };
  return insist(logs.tell, module, () => compareWithArchive(unit, archive, { forgets, onProgress }));
}

/** The archive may still have to catch up with the broker. */
async function insist<T>(tell: Tell, module: string, work: () => Promise<T>): Promise<T> {
  let last = '';
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ArchiveAwayError)) throw error;
      if (error.message !== last) tell(`${module} waits: ${error.message}`);
      last = error.message;
      await after(PAUSE_MS);
    }
  }
}

/** As a service does it that starts. */
async function refill({ app, archive, databases }: Logs, module: string): Promise<SettledModule | undefined> {
  const own = refillOf(app, module);
  if (!own) return undefined;
  if (!archive) {
    // Nobody knows more of it, or it would have been refused.
    await untilSettled(databases.unitOfWork(module), (restored) => restored.settle(() => Promise.resolve(0)));
    return { module, events: 0, streams: 0 };
  }
  const sagas = app.get(SagaRuntime, { strict: false });
  const refilled = await own.untilDone(archive, { then: (name) => sagas.remember(name) });
  return { module, streams: 0, events: refilled?.events ?? 0 };
}

async function settle(
  { archive, databases, configuration, tell }: Logs,
  module: string,
): Promise<SettledModule> {
  const unit = databases.unitOfWork(module);
  const streams = await untilSettled(unit, async (restored) => {
    if (archive) {
      const settled = await insist(tell, module, () => settleRestored(unit, archive));
      return settled && { of: settled.streams };
    }
    return restored.settle(async () => {
      const handled = await handledByOthers(databases, configuration.modules, module);
      return (await liftHeads(unit, handled)).length;
    });
  });
  return { module, events: 0, streams };
}

/** @returns what `work` found; 0 where another process was faster */
async function untilSettled(
  unit: UnitOfWork,
  work: (restored: RestoredLog) => Promise<{ readonly of: number } | undefined>,
): Promise<number> {
  const restored = new RestoredLog(unit);
  let found = 0;
  // One that was killed amid it holds its claim for a while.
  while (await restored.isDue()) {
    const settled = await work(restored);
    if (settled) found = settled.of;
    else await after(PAUSE_MS);
  }
  return found;
}
