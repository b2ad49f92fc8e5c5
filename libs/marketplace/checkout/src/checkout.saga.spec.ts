import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@marketplace/catalogue';

import { checkout } from './checkout.saga.js';

describe('the checkout saga', () => {
  const { saga } = catalogue;

  it('is the one whose shape profiles are judged by', () => {
    const shape = saga.steps.map(({ name, participant, kind, compensation, external }) => ({
      ...{ name, participant, kind, isUndone: compensation !== undefined },
      ...(external !== undefined && { external }),
    }));
    expect(shape).toEqual(
      checkout.steps.map((step) => ({
        ...{ name: step.name, participant: step.participant, kind: step.kind },
        isUndone: step.type === 'local' && step.compensation !== undefined,
        ...(step.type === 'external' && { external: 'the payment provider' }),
      })),
    );
    expect(saga.subject).toBe(checkout.subject.module);
    expect(saga.onCompleted).toEqual(checkout.onCompleted.map(({ participant }) => participant));
    expect(saga.onFailed).toEqual(checkout.onFailed.map(({ participant }) => participant));
  });

  it('calls compensations what profiles call them', () => {
    const undone = checkout.steps.flatMap((step) =>
      step.type === 'local' && step.compensation ? step.compensation({}).constructor.name : [],
    );
    const named = saga.steps.flatMap(({ compensation }) => compensation ?? []);
    expect(undone.map((command) => /^[A-Z][a-z]+/.exec(command)?.[0].toLowerCase())).toEqual(named);
  });
});
