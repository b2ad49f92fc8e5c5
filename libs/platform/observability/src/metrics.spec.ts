import { describe, expect, it } from '@jest/globals';
import { counter, gauge, metrics } from './index.js';

describe('metrics', () => {
  it('are shared by name', async () => {
    const definition = { name: 'whereabouts_test_total', help: 'Tests', labels: ['outcome'] } as const;
    counter(definition).inc({ outcome: 'good' });
    counter(definition).inc({ outcome: 'good' });
    expect(await metrics.metrics()).toContain('whereabouts_test_total{outcome="good"} 2');
  });

  it('read a gauge when they are read', async () => {
    let lag = 1;
    gauge({ name: 'whereabouts_lag_events', help: 'Lag', labels: ['module'] }, (each) =>
      each.set({ module: 'order' }, lag),
    );
    expect(await metrics.metrics()).toContain('whereabouts_lag_events{module="order"} 1');
    lag = 5;
    expect(await metrics.metrics()).toContain('whereabouts_lag_events{module="order"} 5');
  });

  it('are answered without a gauge that cannot be read', async () => {
    gauge({ name: 'whereabouts_broken_events', help: 'Broken', labels: ['module'] }, (each) => {
      each.set({ module: 'order' }, 1);
      throw new Error('the database is away');
    });
    expect(await metrics.metrics()).not.toContain('whereabouts_broken_events{');
  });
});
