import { describe, expect, it } from '@jest/globals';
import { byPayments, byProcesses, isFirstOfItsKind } from './profile.js';

const shipped = [
  ...['monolith', 'replicas', 'modulith', 'shared-split'],
  ...['microservices-choreography', 'microservices-orchestration', 'event-sourced', 'hybrid'],
];

describe('the profiles that stand for others', () => {
  it('are one for transactions, one for sagas, and one for each way of keeping payments', () => {
    expect(shipped.filter((name) => isFirstOfItsKind(byPayments, name)).sort()).toEqual([
      ...['event-sourced', 'hybrid', 'monolith'],
    ]);
  });

  it('are one for each way of coordinating and delivering, in one process and in several', () => {
    expect(shipped.filter((name) => isFirstOfItsKind(byProcesses, name)).sort()).toEqual([
      ...['event-sourced', 'modulith', 'monolith', 'replicas'],
    ]);
  });
});
