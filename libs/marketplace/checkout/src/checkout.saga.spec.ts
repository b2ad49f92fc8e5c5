import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@marketplace/catalogue';

import { checkout } from './checkout.saga.js';

describe('the checkout saga', () => {
  it('is the one whose shape profiles are judged by', () => {
    const { subject, steps, onCompleted } = catalogue.saga;
    expect(steps).toEqual(
      checkout.steps.map(({ name, participant, kind, type }) => ({
        name,
        participant,
        kind,
        ...(type === 'external' && { external: 'the payment provider' }),
      })),
    );
    expect(subject).toBe(checkout.subject.module);
    expect(onCompleted).toEqual(checkout.onCompleted.map(({ participant }) => participant));
  });
});
