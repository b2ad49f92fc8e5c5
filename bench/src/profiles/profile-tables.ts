import { sum } from '@comparison/measure';
import type { Cost } from '@comparison/protocol';
import Table from 'cli-table3';
import type { ProfileFigures } from './measure-profile.js';

const PARTS = [
  'gateway',
  'services',
  'databases',
  'broker',
  'eventStore',
  'provider',
] as const satisfies readonly (keyof Cost['cpuMs'])[];
const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
const three = ({ p50, p95, p99 }: { p50: number; p95: number; p99: number }): string =>
  [p50, p95, p99].map(ms).join(' / ');

/** What was measured of each profile, a row each. */
export function profileTables(figures: readonly ProfileFigures[]): string {
  const speed = tableOf([
    'profile',
    'ready s',
    'unloaded, ms',
    'completed/s',
    'completion, ms',
    'accepted/s',
    'acceptance, ms',
    'all decided/s',
    'drained/s',
  ]);
  const cost = tableOf([
    'profile',
    ...PARTS.map((part) => `CPU ms: ${part}`),
    'all',
    'statements',
    'commits',
    'messages',
    'WAL KiB',
    'wire KiB',
    'MB in all',
  ]);
  for (const one of figures) {
    const { completion, acceptance } = one;
    speed.push([
      one.profile,
      (one.readyMs / 1_000).toFixed(1),
      three(one.unloaded),
      completion.perSecond.toFixed(0),
      three(completion.latency),
      acceptance.perSecond.toFixed(0),
      three(acceptance.latency),
      acceptance.completedPerSecond.toFixed(0),
      one.drainPerSecond?.toFixed(0) ?? '-',
    ]);
    const cpu = PARTS.map((part) => one.cost.cpuMs[part]);
    const { statements, commits, messages, walBytes, wireBytes, memoryMb } = one.cost;
    cost.push([
      one.profile,
      ...cpu.map((value) => (value === 0 ? '-' : known(value))),
      known(cpu.includes(null) ? null : sum(cpu.map((value) => value ?? 0))),
      ...[statements, commits, messages, inKib(walBytes), inKib(wireBytes)].map((value) => known(value)),
      known(memoryMb, 0),
    ]);
  }
  return `Latencies are p50 / p95 / p99.\n${speed.toString()}\n\nPer checkout, and memory at the end.\n${cost.toString()}`;
}

function known(value: number | null, digits = 1): string {
  return value?.toFixed(digits) ?? '?';
}

function inKib(bytes: number | null): number | null {
  return bytes === null ? null : bytes / 1_024;
}

function tableOf(head: string[]): Table.Table {
  return new Table({ head, style: { head: [], border: [] } });
}
