import Table from 'cli-table3';

import type { Percentiles } from '../load/latencies.js';
import { type Appends, type Ratio, WAYS } from './append.js';
import type { ArchiveLag } from './archive-lag.js';
import type { CpuUse } from './cpu-use.js';
import type { EventStoreResults } from './event-store-results.js';
import type { Loads } from './load.js';
import type { Recovery } from './recovery.js';
import type { Replay } from './replay.js';

/** Everything that was measured, for a terminal. */
export function eventStoreTables({ append, load, replay, archive, recovery }: EventStoreResults): string {
  return [
    append && appendTable(append),
    load && loadTable(load),
    replay && replayTable(replay),
    archive && archiveTable(archive),
    recovery && recoveryTable(recovery),
  ]
    .filter((table) => table !== undefined)
    .join('\n\n');
}

function appendTable(rows: readonly Appends[]): string {
  const table = tableOf([
    ...['streams', 'writers'],
    ...WAYS.map((way) => `${way}/s`),
    ...[
      'append / plain',
      'change / plain',
      'append p50 / p99 ms',
      'CPU µs: plain',
      'append',
      'change',
      'given up',
    ],
  ]);
  for (const { streams, writers, perSecond, ratio, latency, cpu, givenUp } of rows)
    table.push([
      ...[String(streams), String(writers)],
      ...WAYS.map((way) => perSecond[way].toFixed(0)),
      ...[range(ratio.append), range(ratio.change)],
      `${ms(latency.append.p50)} / ${ms(latency.append.p99)}`,
      ...WAYS.map((way) => cpuOf(cpu[way])),
      WAYS.map((way) => givenUp[way]).join(' / '),
    ]);
  return table.toString();
}

function loadTable({ events, tail, withSnapshot, withoutSnapshot }: Loads): string {
  const table = tableOf([`loading ${events} events`, 'p50 ms', 'p99 ms']);
  const row = (what: string, { p50, p99 }: Percentiles): void => void table.push([what, ms(p50), ms(p99)]);
  row(`with a snapshot ${tail} events ago`, withSnapshot);
  row('without one', withoutSnapshot);
  return table.toString();
}

function replayTable(rows: readonly Replay[]): string {
  const table = tableOf(['replayed into', 'events', 's', 'events/s', 'CPU µs per event']);
  for (const { projection, events, seconds, perSecond, cpu } of rows)
    table.push([projection, String(events), seconds.toFixed(1), perSecond.toFixed(0), cpuOf(cpu)]);
  return table.toString();
}

function archiveTable(rows: readonly ArchiveLag[]): string {
  const table = tableOf(['recorded to archived', 'events', 'events/s', 'p50 ms', 'p99 ms', 'max ms']);
  for (const { asked, events, perSecond, p50, p99, max } of rows)
    table.push([
      asked === undefined ? 'as fast as it goes' : `${asked}/s`,
      ...[String(events), perSecond.toFixed(0), ms(p50), ms(p99), ms(max)],
    ]);
  return table.toString();
}

function recoveryTable(rows: readonly Recovery[]): string {
  const table = tableOf([
    'restart after a crash',
    'ready s',
    'first handled s',
    'all handled s',
    'messages/s',
  ]);
  for (const { messages, readyMs, firstHandledMs, allHandledMs } of rows)
    table.push([
      `${messages} messages unfinished`,
      ...[readyMs, firstHandledMs, allHandledMs].map((each) => (each / 1_000).toFixed(1)),
      (messages / (allHandledMs / 1_000)).toFixed(0),
    ]);
  return table.toString();
}

/** Ours and PostgreSQL's. */
function cpuOf({ own, postgres }: CpuUse): string {
  return `${own.toFixed(0)} + ${postgres.toFixed(0)}`;
}

function ms(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0);
}

function range({ median, lowest, highest }: Ratio): string {
  return `${median.toFixed(2)} (${lowest.toFixed(2)}–${highest.toFixed(2)})`;
}

function tableOf(head: string[]): Table.Table {
  return new Table({ head, style: { head: [], border: [] } });
}
