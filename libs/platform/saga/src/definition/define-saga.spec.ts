import { describe, expect, it } from '@jest/globals';
import { Command } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';

import { defineSaga } from './define-saga.js';
import type { StepKind } from './saga-definition.js';

class Do extends Command<StepOutcome<null>> {}

function sagaOf(...kinds: [string, StepKind][]) {
  const builder = defineSaga('trip', 1, (id: string) => ({ id })).subject('trip', {
    begun: () => new Do(),
    take: (context) => context,
    failed: () => new Do(),
    completed: () => new Do(),
  });
  for (const [name, kind] of kinds) builder.step(name, { at: 'trip', kind, command: () => new Do() });
  return builder;
}

describe('the declaration of a saga', () => {
  it('keeps the steps in the order of their declaration', () => {
    const { steps } = sagaOf(['a', 'compensatable'], ['b', 'pivot'], ['c', 'retriable']).build();
    expect(steps.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    [[['a', 'compensatable']], 'needs exactly one pivot and has 0'],
    [
      [
        ['a', 'pivot'],
        ['b', 'pivot'],
      ],
      'needs exactly one pivot and has 2',
    ],
    [
      [
        ['a', 'compensatable'],
        ['a', 'pivot'],
      ],
      'declares the step "a" twice',
    ],
    [
      [
        ['a', 'retriable'],
        ['b', 'pivot'],
      ],
      'has the retriable step "a" before its pivot',
    ],
    [
      [
        ['a', 'pivot'],
        ['b', 'compensatable'],
      ],
      'has the compensatable step "b" after its pivot',
    ],
  ] as [[string, StepKind][], string][])('refuses %j', (kinds, why) => {
    expect(() => sagaOf(...kinds).build()).toThrow(why);
  });

  it('refuses a saga without steps', () => {
    expect(() => sagaOf().build()).toThrow('at least one step');
  });
});
