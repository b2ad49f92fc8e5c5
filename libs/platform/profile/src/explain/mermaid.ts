import { participantsOf, type Catalogue, type SagaShape } from '../catalogue.js';
import type { Coordination, ResolvedProfile } from '../placement/resolved-profile.js';
import { sagaCourse, type SagaReaction, type SagaTrigger } from '../saga/saga-course.js';
import { count } from '../wording.js';
import { deedText, triggerText } from './course-text.js';

type Course = readonly (readonly [SagaTrigger, readonly SagaReaction[]])[];

const arrows: Readonly<Record<Coordination, (course: Course, saga: SagaShape) => readonly string[]>> = {
  transaction: inOneTransaction,
  choreography: choreographed,
  orchestration: orchestrated,
};

/**
 * A sequence diagram in Mermaid's notation: who tells whom what in a saga, and what a failure at each step undoes. Modules stand in
 * boxes, one per service.
 */
export function mermaidOf(profile: ResolvedProfile, { saga }: Catalogue): string {
  const course = byTrigger(sagaCourse(saga));
  const [first] = saga.steps;
  return [
    'sequenceDiagram',
    '  actor client',
    ...boxes(profile, saga).map((line) => `  ${line}`),
    ...outside(saga).map((name, index) => `  participant outside${index} as ${name}`),
    `  client->>${first.participant}: ${saga.name}`,
    `  ${first.participant}->>${first.participant}: ${first.name}`,
    ...arrows[profile.coordination](course, saga).map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function boxes({ services }: ResolvedProfile, saga: SagaShape): readonly string[] {
  const participants = participantsOf(saga);
  return services.flatMap(({ name, replicas, modules }) => {
    const inside = participants.filter((module) => modules.includes(module));
    if (inside.length === 0) return [];
    const label = replicas === 1 ? name : `${name}, ${count(replicas, 'replica')}`;
    return [`box service ${label}`, ...inside.map((module) => `  participant ${module}`), 'end'];
  });
}

function choreographed(course: Course, saga: SagaShape): readonly string[] {
  return ending(course, (on, reactions) =>
    reactions.flatMap((reaction) => [
      on.at === reaction.module
        ? `${on.at}->>${reaction.module}: ${deedText(reaction, saga)}`
        : `${on.at}-)${reaction.module}: ${triggerText(on)}, so ${deedText(reaction, saga)}`,
      ...askOutside(reaction, saga),
    ]),
  );
}

function orchestrated(course: Course, saga: SagaShape): readonly string[] {
  const { subject } = saga;
  return ending(course, (on, reactions) => [
    ...(on.at === subject ? [] : [`${on.at}-)${subject}: ${triggerText(on)}`]),
    ...reactions.flatMap((reaction) => [
      reaction.module === subject
        ? `${subject}->>${subject}: ${deedText(reaction, saga)}`
        : `${subject}-)${reaction.module}: ${deedText(reaction, saga)}`,
      ...askOutside(reaction, saga),
    ]),
  ]);
}

/** Everything after the first commit is one transaction, or another one that closes what failed. */
function inOneTransaction(course: Course, saga: SagaShape): readonly string[] {
  const [first] = saga.steps;
  const deeds = (reactions: readonly SagaReaction[]) =>
    reactions.flatMap((reaction) => [
      `${reaction.module}->>${reaction.module}: ${deedText(reaction, saga)}`,
      ...askOutside(reaction, saga),
    ]);
  const done = course.filter(([{ outcome }]) => outcome !== 'failed').flatMap(([, reactions]) => reactions);
  const [, closing = []] = course.find(([{ outcome }]) => outcome === 'failed') ?? [];
  const everyone = participantsOf(saga);
  const span = `${everyone[0] ?? ''},${everyone.at(-1) ?? ''}`;
  return [
    ...deeds(done.filter(({ deed }) => deed === 'begin')),
    `Note over ${span}: first commit`,
    'alt every step is done',
    ...deeds(done.filter(({ deed }) => deed !== 'begin')).map((line) => `  ${line}`),
    `  Note over ${span}: one commit for all of it`,
    'else a step fails',
    `  Note over ${span}: all of it is rolled back`,
    ...deeds(closing.filter(({ deed, step }) => deed !== 'undo' || step === first.name)).map(
      (line) => `  ${line}`,
    ),
    `  Note over ${span}: another commit`,
    'end',
  ];
}

/** The good course first, then what each failure brings about instead of what comes after it. */
function ending(
  course: Course,
  draw: (on: SagaTrigger, reactions: readonly SagaReaction[]) => readonly string[],
): readonly string[] {
  const part = (isFailure: boolean) => course.filter(([{ outcome }]) => (outcome === 'failed') === isFailure);
  return [
    'alt every step is done',
    ...part(false).flatMap(([on, reactions]) => draw(on, reactions).map((line) => `  ${line}`)),
    ...part(true).flatMap(([on, reactions]) => [
      `else ${triggerText(on)}`,
      ...draw(on, reactions).map((line) => `  ${line}`),
    ]),
    'end',
  ];
}

function askOutside({ deed, module, step }: SagaReaction, saga: SagaShape): readonly string[] {
  const external = saga.steps.find(({ name }) => name === step)?.external;
  if (deed !== 'step' || external === undefined || step === undefined) return [];
  const name = `outside${outside(saga).indexOf(external)}`;
  return [`${module}->>${name}: ${step}`, `${name}-->>${module}: the answer`];
}

function outside({ steps }: SagaShape): readonly string[] {
  return [...new Set(steps.flatMap(({ external }) => external ?? []))];
}

function byTrigger(course: readonly SagaReaction[]): Course {
  const groups = new Map<string, [SagaTrigger, SagaReaction[]]>();
  for (const reaction of course) {
    const key = triggerText(reaction.on);
    const group = groups.get(key) ?? [reaction.on, []];
    group[1].push(reaction);
    groups.set(key, group);
  }
  return [...groups.values()];
}
