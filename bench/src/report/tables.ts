import Table from 'cli-table3';
import { median } from '@comparison/measure';
import { type Comparison, describe, type Measured } from '../sections/comparison.js';
import { SYSTEMS } from '../stage/stage.js';
import { environmentLines } from './environment-lines.js';
import type { Results } from './results.js';
import { verdicts } from './targets.js';

/** Everything that was measured, for a terminal. */
export function tables(results: Results): string {
  const { closed, open, cost, start, memory, scale } = results;
  const parts = [environmentLines(results.environment)];
  const comparisons = [...(closed ?? []), ...(open ? [open] : [])];
  if (comparisons.length > 0) parts.push(comparisonTable(comparisons), usageTable(comparisons));
  if (cost) {
    const table = tableOf(['one checkout takes', 'statements', 'round trips', 'transactions']);
    for (const system of SYSTEMS) {
      const { statements, roundTrips, transactions } = cost[system];
      table.push([system, statements.toFixed(1), roundTrips.toFixed(1), transactions.toFixed(1)]);
    }
    parts.push(table.toString());
  }
  if (start) {
    const table = tableOf(['spawned to ready', 'median', 'all, in ms']);
    const row = (what: string, times: readonly number[]): void =>
      void table.push([what, `${median(times).toFixed(0)} ms`, times.map((ms) => ms.toFixed(0)).join(' ')]);
    row('service process', start.serviceMs);
    row('whereabouts up', start.upMs);
    parts.push(table.toString());
  }
  if (memory) {
    const table = tableOf(['service process', 'resident', 'at most']);
    for (const [what, use] of [
      ['at rest', memory.atRest],
      [`after ${memory.checkouts} checkouts`, memory.afterwards],
    ] as const)
      table.push([what, use ? `${use.nowMb.toFixed(0)} MB` : '?', use ? `${use.mostMb.toFixed(0)} MB` : '?']);
    parts.push(table.toString());
  }
  if (scale) {
    const table = tableOf(['orders', 'checkouts/s', 'p50 ms', 'p99 ms', 'ratio']);
    for (const { orders, measured } of [scale.few, scale.many])
      table.push([
        String(orders),
        ...rateColumns(measured),
        orders === scale.many.orders ? range(scale.ratio) : '',
      ]);
    parts.push(table.toString());
  }
  const reached = tableOf(['to reach', '', 'measured', '']);
  for (const { what, wanted, found, reached: isReached } of verdicts(results))
    reached.push([what, wanted, found, isReached ? 'reached' : 'missed']);
  if (reached.length > 0) parts.push(reached.toString());
  return parts.join('\n\n');
}

function comparisonTable(comparisons: readonly Comparison[]): string {
  const table = tableOf([
    'load',
    'system',
    'checkouts/s',
    'each stretch',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'ratio (range)',
  ]);
  for (const { load, systems, ratio } of comparisons) {
    for (const system of SYSTEMS) {
      const { checkoutsPerSecond, rates, latency } = systems[system];
      table.push([
        ...[system === 'bare' ? describe(load) : '', system, checkoutsPerSecond.toFixed(0)],
        rates.map((rate) => rate.toFixed(0)).join(' '),
        ...[latency.p50, latency.p95, latency.p99].map((ms) => ms.toFixed(1)),
        system === 'service' && load.type === 'closed' ? range(ratio) : '',
      ]);
    }
  }
  return table.toString();
}

function usageTable(comparisons: readonly Comparison[]): string {
  const table = tableOf([
    'load',
    'system',
    'CPU ms per checkout: own',
    'PostgreSQL',
    'provider',
    'WAL KiB',
    'generator, cores',
    'settled after ms',
  ]);
  for (const { load, systems } of comparisons) {
    for (const system of SYSTEMS) {
      const { cpuMs, walBytesPerCheckout, generatorCore, settledAfterMs } = systems[system];
      table.push([
        ...[system === 'bare' ? describe(load) : '', system],
        ...[cpuMs.system, cpuMs.postgres, cpuMs.provider].map((ms) => ms?.toFixed(2) ?? '?'),
        (walBytesPerCheckout / 1_024).toFixed(1),
        generatorCore.toFixed(2),
        settledAfterMs.toFixed(0),
      ]);
    }
  }
  return table.toString();
}

function rateColumns({ checkoutsPerSecond, latency }: Measured): string[] {
  return [checkoutsPerSecond.toFixed(0), latency.p50.toFixed(1), latency.p99.toFixed(1)];
}

function range({ median: middle, lowest, highest }: Comparison['ratio']): string {
  return `${middle.toFixed(2)} (${lowest.toFixed(2)}–${highest.toFixed(2)})`;
}

function tableOf(head: string[]): Table.Table {
  return new Table({ head, style: { head: [], border: [] } });
}
