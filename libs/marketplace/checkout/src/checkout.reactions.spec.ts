import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@marketplace/catalogue';
import { sagaCourse, type SagaReaction } from '@platform/profile';
import { reactionsOf } from '@platform/saga';

import { checkout } from './checkout.saga.js';

/** In the words of `reactionsOf`. */
const does: Readonly<Record<SagaReaction['deed'], (reaction: SagaReaction) => string>> = {
  begin: () => 'begin',
  step: ({ step = '' }) => step,
  undo: ({ step = '' }) => `undo ${step}`,
  complete: () => 'complete',
  fail: () => 'fail',
  'on-completed': () => 'react to completion',
  'on-failed': () => 'react to failure',
};

describe('the course that `profile explain` draws', () => {
  it('is how the checkout runs as a choreography, reaction by reaction and in its order', () => {
    const drawn = sagaCourse(catalogue.saga).map((reaction) => {
      const { on, module, deed } = reaction;
      const what = on.outcome === 'completed' ? 'completed' : `${on.step} ${on.outcome}`;
      return { module, on: `${on.at}: ${what}`, does: does[deed](reaction) };
    });
    const run = reactionsOf(checkout);
    // The whole is in another order: there it goes step by step, here the good end comes first. Of one cause it is the same.
    const byCause = (reactions: readonly { readonly on: string }[]) =>
      Object.fromEntries(Object.entries(Object.groupBy(reactions, ({ on }) => on)).sort());
    expect(byCause(drawn)).toEqual(byCause(run));
  });
});
