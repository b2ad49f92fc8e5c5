import { setTimeout as pause } from 'node:timers/promises';
import type { RunFile } from '@comparison/protocol';
import type { Databases } from '../databases.js';
import type { Violation } from './snapshot.js';

type Rows = Record<string, string>;

/** An event as one line that two logs can be compared by; data as its digest. */
const LINE = `stream_id || ' at ' || version || ': ' || event_id || ' ' || type || ' v' || schema_version || ' ' || md5(data::text)`;
const LOOK_EVERY_MS = 250;

/**
 * Q1 of the Event Store, where there is one: event by event it has what the modules' own logs have, once and as it was recorded.
 * What is still on its way to it is waited for.
 *
 * @param withinMs so long without any more of it, and it is taken for lost
 */
export async function archiveViolations(
  databases: Databases,
  run: RunFile,
  withinMs = 60_000,
): Promise<Violation[]> {
  if (!run.eventStore) return [];
  const archive = run.databases.find(({ modules }) => modules.length === 0)?.name ?? '';
  const modules = run.databases.flatMap((database) => database.modules);
  await untilNothingMoves(() => missing(databases, archive, modules), withinMs);
  const compared = modules.map((module) => compare(databases, archive, module));
  const odd = ['conflict', 'refused_message'].map(async (table) => {
    const rows = await databases.queryIn<Rows>(
      archive,
      `SELECT to_json(t)::text AS row FROM event_store.${table} t`,
    );
    return rows.map(({ row }) => `the archive has a ${table}: ${row ?? ''}`);
  });
  return (await Promise.all([...compared, ...odd])).flat().map((what) => ({ invariant: 'Q1', what }));
}

/** Until nothing is left, or what is has not become less for that long. */
async function untilNothingMoves(count: () => Promise<number>, withinMs: number): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let movedAt = performance.now();
  while (performance.now() - movedAt < withinMs) {
    const left = await count().catch(() => Number.POSITIVE_INFINITY);
    if (left === 0) return;
    if (left < least) [least, movedAt] = [left, performance.now()];
    await pause(LOOK_EVERY_MS);
  }
}

async function missing(databases: Databases, archive: string, modules: readonly string[]): Promise<number> {
  const [archived] = await databases.queryIn<{ n: number }>(
    archive,
    'SELECT count(*)::int AS n FROM event_store.event',
  );
  const recorded = modules.map(async (module) => {
    const [log] = await databases.query<{ n: number }>(
      module,
      `SELECT count(*)::int AS n FROM "${module}".event WHERE channel = 'events'`,
    );
    return log?.n ?? 0;
  });
  return (await Promise.all(recorded)).reduce((sum, n) => sum + n, 0) - (archived?.n ?? 0);
}

async function compare(databases: Databases, archive: string, module: string): Promise<string[]> {
  const [recorded, archived] = await Promise.all([
    databases.query<Rows>(module, `SELECT ${LINE} AS line FROM "${module}".event WHERE channel = 'events'`),
    databases.queryIn<Rows>(
      archive,
      `SELECT ${LINE} AS line FROM event_store.event WHERE module = '${module}'`,
    ),
  ]);
  const left = new Map<string, number>();
  for (const { line = '' } of archived) left.set(line, (left.get(line) ?? 0) + 1);
  const lost = recorded.flatMap(({ line = '' }) => {
    const times = left.get(line) ?? 0;
    left.set(line, times - 1);
    return times > 0 ? [] : [`the archive lacks ${module}'s ${line}`];
  });
  const alone = [...left].filter(([, times]) => times > 0);
  return [...lost, ...alone.map(([line]) => `the archive has what ${module} has not, or twice: ${line}`)];
}
