import Table from 'cli-table3';
import { PARTS } from './footprint.js';
import type { ProfileFigures } from './measure-profile.js';

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
    'commits',
    'messages',
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
    cost.push([
      one.profile,
      ...cpu.map((value) => (value === 0 ? '-' : value.toFixed(1))),
      sum(cpu).toFixed(1),
      one.cost.commits.toFixed(1),
      one.cost.messages.toFixed(1),
      sum(PARTS.map((part) => one.memoryMb[part])).toFixed(0),
    ]);
  }
  return `Latencies are p50 / p95 / p99.\n${speed.toString()}\n\nPer checkout, and memory at the end.\n${cost.toString()}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function tableOf(head: string[]): Table.Table {
  return new Table({ head, style: { head: [], border: [] } });
}
