import { partName, type Part } from '@platform/profile';
import { FaultNotPossible } from '../fault.js';
import { expectOutage, outageOf } from '../look/expect-outage.js';
import { isOurs } from '../processes/processes-of.js';
import { pausePart, takeDown } from '../processes/take-down.js';
import type { PlayableFault, StrikeScene } from './strike.js';

const verbs = { kill: 'is killed', pause: 'is paused' } as const;

/** Longer than the fault, in case nobody is left to end it. */
const SLACK_S = 60;

/** A part whose processes are killed and kept away, or stopped. */
export function away(kind: keyof typeof verbs, part: Part, group: PlayableFault['group']): PlayableFault {
  const isNamed = ['service', 'replica', 'database'].includes(part.kind);
  const name = partName(part);
  return {
    id: `${kind}-${part.kind}${isNamed ? `:${part.name}` : ''}`,
    ...{ kind, part: name, title: `${name} ${verbs[kind]}`, group, of: part },
    ready: async ({ seat, description, seconds }: StrikeScene) => {
      if (!isOurs(part, await seat.run()))
        throw new FaultNotPossible(`${name} was not started by up, so it is not ours to ${kind}.`);
      const { standStill, unavailable } = outageOf(part, description);
      const how = kind === 'kill' ? takeDown : pausePart;
      return {
        expected: expectOutage(part, description, kind === 'kill' ? 'gone' : 'hangs'),
        ...{ standStill, unavailable },
        begin: () => how(seat, part, { longestSeconds: seconds + SLACK_S }),
      };
    },
  };
}
