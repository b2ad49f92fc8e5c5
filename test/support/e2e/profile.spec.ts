import { describe, expect, it } from '@jest/globals';
import { isFirstOfItsKind } from './profile.js';

describe('the profiles that stand for others', () => {
  it('are one for transactions, one for sagas, and one for each way of keeping payments', () => {
    const shipped = [
      ...['monolith', 'replicas', 'modulith', 'shared-split'],
      ...['microservices-choreography', 'microservices-orchestration', 'event-sourced', 'hybrid'],
    ];
    expect(shipped.filter((name) => isFirstOfItsKind(name)).sort()).toEqual([
      ...['event-sourced', 'hybrid', 'monolith'],
    ]);
  });
});
