import type { INestApplicationContext } from '@nestjs/common';
import { withoutServing } from '@platform/http';
import {
  compareWithArchive,
  type EventArchive,
  HttpEventArchive,
  liftHeads,
  type LogComparison,
  RestoredLog,
  settleRestored,
} from '@platform/messaging';
import { Databases, type UnitOfWork } from '@platform/persistence';
import type { ComparedModule, ServiceConfiguration, SettledModule } from '@platform/profile';
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

const PAUSE_MS = 500;
const TELL_EVERY = 10_000;

/**
 * Compares logs with what others know of them, and changes nothing.
 * @param wanted names of modules; none: all that come from a dump
 */
export function compareLogs(
  configuration: ServiceConfiguration,
  wanted: readonly string[],
  tell: Tell,
): Promise<ComparedModule[]> {
  return withLogs(configuration, tell, async (logs) => {
    const compared: ComparedModule[] = [];
    const { coordination } = configuration;
    for (const module of configuration.modules) {
      const unit = logs.databases.unitOfWork(module);
      const since = await new RestoredLog(unit).since();
      if (wanted.length > 0 ? !wanted.includes(module) : since === undefined) continue;
      const returns = returnsTo(logs.app, module, coordination);
      const { archived, ...found } = await comparison(logs, unit, returns === 'nothing');
      compared.push({
        ...{ module, returns, keepsSagas: keepsSagas(module, coordination) },
        restoredAt: since?.toISOString() ?? null,
        comparedWith: logs.archive ? 'archive' : 'consumers',
        ...{ looked: archived, beyond: [...found.beyond] },
        ...{ differing: [...found.differing], lacking: [...found.lacking] },
      });
    }
    return compared;
  });
}

/** Has logs written again: those of modules kept as events when they have what is archived, others without it. */
export function settleLogs(
  configuration: ServiceConfiguration,
  wanted: readonly string[],
  tell: Tell,
): Promise<SettledModule[]> {
  return withLogs(configuration, tell, async (logs) => {
    const settled: SettledModule[] = [];
    for (const module of configuration.modules) {
      if (!wanted.includes(module)) continue;
      const restored = new RestoredLog(logs.databases.unitOfWork(module));
      // On the same cluster it is known from who asks only.
      if (!(await restored.isDue())) await restored.note();
      settled.push((await refill(logs, module)) ?? (await settle(logs, module)));
    }
    return settled;
  });
}

function withLogs<T>(
  configuration: ServiceConfiguration,
  tell: Tell,
  work: (logs: Logs) => Promise<T>,
): Promise<T> {
  const { eventStore } = configuration;
  const archive = eventStore ? new HttpEventArchive(eventStore.url) : undefined;
  return composeService({ ...configuration, transport: 'in-process' }).then((root) =>
    withoutServing(root, (app) =>
      work({ app, databases: app.get(Databases, { strict: false }), configuration, archive, tell }),
    ),
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
      const reason = error instanceof Error ? error.message : String(error);
      if (!reason.startsWith('the Event Store')) throw error;
      if (reason !== last) tell(`${module} waits: ${reason}`);
      last = reason;
      await after(PAUSE_MS);
    }
  }
}

/** As a service does it that starts. */
async function refill({ app, archive, databases }: Logs, module: string): Promise<SettledModule | undefined> {
  const own = refillOf(app, module);
  if (!own) return undefined;
  if (!archive) {
    // Nobody knows more of it, or it would not have been asked for.
    await new RestoredLog(databases.unitOfWork(module)).settle(() => Promise.resolve());
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
  const restored = new RestoredLog(unit);
  let streams = 0;
  // One that was killed amid it holds its claim for a while.
  while (await restored.isDue()) {
    const settled = archive
      ? await insist(tell, module, () => settleRestored(unit, archive))
      : await restored.settle(async () => {
          const handled = await handledByOthers(databases, configuration.modules, module);
          return (await liftHeads(unit, handled)).length;
        });
    if (settled) streams = 'of' in settled ? settled.of : settled.streams;
    else await after(PAUSE_MS);
  }
  return { module, events: 0, streams };
}
