import type { Metric } from '@comparison/protocol';

interface Named {
  readonly title: string;
  readonly unit: string;
  /** Whether more of it is better. */
  readonly more: 'better' | 'worse';
}

export const metricNames: Readonly<Record<Metric, Named>> = {
  saturation: { title: 'saturation', unit: 'checkouts/s', more: 'better' },
  goodput: { title: 'goodput', unit: 'checkouts/s', more: 'better' },
  'acknowledgement-p50': { title: 'acknowledgement p50', unit: 'ms', more: 'worse' },
  'acknowledgement-p90': { title: 'acknowledgement p90', unit: 'ms', more: 'worse' },
  'acknowledgement-p99': { title: 'acknowledgement p99', unit: 'ms', more: 'worse' },
  'completion-p50': { title: 'completion p50', unit: 'ms', more: 'worse' },
  'completion-p90': { title: 'completion p90', unit: 'ms', more: 'worse' },
  'completion-p99': { title: 'completion p99', unit: 'ms', more: 'worse' },
  'cpu-per-checkout': { title: 'CPU per checkout', unit: 'ms', more: 'worse' },
  memory: { title: 'memory', unit: 'MB', more: 'worse' },
};

export const metrics = Object.keys(metricNames) as readonly Metric[];
