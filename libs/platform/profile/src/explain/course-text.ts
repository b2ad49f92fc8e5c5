import type { SagaShape } from '../catalogue.js';
import type { Coordination } from '../placement/resolved-profile.js';
import { sagaCourse, type SagaReaction, type SagaTrigger } from '../saga/saga-course.js';
import { list } from '../wording.js';
import { paragraph, rows } from './table.js';

/** Who does what after what, and by whose word. */
export function courseText(coordination: Coordination, saga: SagaShape): string {
  const { heading, columns, telling } = styles[coordination];
  const course = sagaCourse(saga).filter(
    (reaction) => coordination !== 'transaction' || !isRolledBack(reaction, saga),
  );
  const { title, text } = heading(saga);
  return `${title}\n${paragraph(text)}\n${rows(columns(saga), grouped(course, saga, telling), [40, 22, 44])}`;
}

/** In one transaction the first step alone is left to undo: it was committed before. */
function isRolledBack({ deed, step }: SagaReaction, { steps }: SagaShape): boolean {
  return deed === 'undo' && step !== steps[0].name;
}

interface Style {
  readonly heading: (saga: SagaShape) => { readonly title: string; readonly text: string };
  readonly columns: (saga: SagaShape) => readonly string[];
  /** How the module gets to know. */
  readonly telling: (module: string, saga: SagaShape) => string;
}

const styles: Readonly<Record<Coordination, Style>> = {
  choreography: {
    heading: ({ name }) => ({
      title: 'WHO REACTS TO WHAT',
      text: `Nobody holds a ${name}: each module hears of the events and knows its part.`,
    }),
    columns: () => ['when', 'who reacts', 'and does'],
    telling: (module) => module,
  },
  orchestration: {
    heading: ({ name, subject }) => ({
      title: 'WHO IS COMMANDED BY WHOM',
      text: `${subject} keeps the state of each ${name}, sends a command per step and takes the reply.`,
    }),
    columns: ({ subject }) => ['when', `${subject} commands`, 'to do'],
    telling: (module, { subject }) => (module === subject ? `${subject} (itself)` : module),
  },
  transaction: {
    heading: ({ name, steps, subject }) => ({
      title: 'WHO DOES WHAT',
      text: `${steps[0].name} and the begun ${subject} are committed first; then all that ends a ${name} well is one transaction. A failure rolls it back, and another transaction closes the ${name}.`,
    }),
    columns: () => ['when', 'who', 'does'],
    telling: (module) => module,
  },
};

/** A row per reaction; what several failures have in common is said once. */
function grouped(
  course: readonly SagaReaction[],
  saga: SagaShape,
  telling: Style['telling'],
): readonly (readonly string[])[] {
  const table = new Map<string, { when: SagaTrigger[]; who: string; what: string }>();
  for (const reaction of course) {
    const who = telling(reaction.module, saga);
    const what = deedText(reaction, saga);
    const key = reaction.on.outcome === 'failed' ? `${who} ${what}` : JSON.stringify(reaction);
    const known = table.get(key);
    if (known) known.when.push(reaction.on);
    else table.set(key, { when: [reaction.on], who, what });
  }
  let before = '';
  return [...table.values()].map(({ when, who, what }) => {
    const text = whenText(when);
    const shown = text === before ? '' : text;
    before = text;
    return [shown, who, what];
  });
}

function whenText(triggers: readonly SagaTrigger[]): string {
  const [first] = triggers;
  if (!first) return '';
  if (first.outcome !== 'failed') return `${triggerText(first)} (${first.at})`;
  const steps = triggers.map((on) => (on.outcome === 'failed' ? `${on.step} (${on.at})` : ''));
  return `failed: ${list(steps, 'or')}`;
}

/** "reserve done", "completed". */
export function triggerText(on: SagaTrigger): string {
  return on.outcome === 'completed' ? on.outcome : `${on.step} ${on.outcome}`;
}

/** As a verb with its object: "reserve", "release (undoes reserve)". */
export function deedText({ deed, step = '', compensation = '' }: SagaReaction, saga: SagaShape): string {
  switch (deed) {
    case 'begin':
      return `begin the ${saga.subject}`;
    case 'step': {
      const external = saga.steps.find(({ name }) => name === step)?.external;
      return external === undefined ? step : `${step}, asking ${external}`;
    }
    case 'undo':
      return `${compensation} (undoes ${step})`;
    case 'complete':
      return `complete the ${saga.subject}`;
    case 'fail':
      return `close the ${saga.subject} as failed`;
    case 'on-completed':
      return 'take note that it is completed';
    case 'on-failed':
      return 'take note that it failed';
  }
}
