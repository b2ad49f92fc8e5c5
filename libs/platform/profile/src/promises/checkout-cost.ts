import type { Catalogue, SagaShape, SagaStepShape } from '../catalogue.js';
import type { Coordination, ResolvedProfile } from '../placement/resolved-profile.js';
import { moduleOf } from '../placement/resolved-profile.js';

/** What one saga that succeeds takes under a profile, item by item. */
export interface CheckoutCost {
  /** Database transactions, each with what it commits. */
  readonly commits: readonly Commit[];
  /** Messages from one module to another. */
  readonly messages: readonly SagaMessage[];
  /** Those of them that wait for each other: the longest chain from the request to the decision. */
  readonly hops: number;
  /** Those of them that go from one service to another. */
  readonly betweenServices: number;
  readonly externalCalls: readonly string[];
}

export interface Commit {
  readonly what: string;
  readonly modules: readonly string[];
}

export interface SagaMessage {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  /** How many messages had to arrive before this one, itself included. */
  readonly hop: number;
}

type Course = Pick<CheckoutCost, 'commits' | 'messages'>;

const courses: Readonly<Record<Coordination, (saga: SagaShape) => Course>> = {
  transaction: inOneTransaction,
  choreography: choreographed,
  orchestration: orchestrated,
};

export function checkoutCost(profile: ResolvedProfile, { saga }: Catalogue): CheckoutCost {
  const course = courses[profile.coordination](saga);
  const serviceOf = (module: string) => moduleOf(profile, module).service;
  return {
    ...course,
    hops: Math.max(0, ...course.messages.map(({ hop }) => hop)),
    betweenServices: course.messages.filter(({ from, to }) => serviceOf(from) !== serviceOf(to)).length,
    externalCalls: saga.steps.flatMap(({ external }) => external ?? []),
  };
}

/** The request is committed first, so that it survives; then all steps at once; attempts outside commit by themselves. */
function inOneTransaction({ steps: [first, ...others], subject, onCompleted }: SagaShape): Course {
  const attempts = others.filter(({ external }) => external !== undefined);
  const work = [...new Set([...others.map(({ participant }) => participant), subject, ...onCompleted])];
  return {
    commits: [
      { what: `${first.name} and ${subject} begun`, modules: [...new Set([first.participant, subject])] },
      ...attempts.map(({ name, participant }) => ({ what: `attempt to ${name}`, modules: [participant] })),
      { what: `${others.map(({ name }) => name).join(', ')} and ${subject} completed`, modules: work },
    ],
    messages: [],
  };
}

/** Each participant hears the success of the step before its own, the subject that of the last; its completion ends it. */
function choreographed({ steps, subject, onCompleted }: SagaShape): Course {
  const messages: SagaMessage[] = [];
  let hop = 0;
  const tell = (what: string, from: string, to: string, at: number) => {
    if (from !== to) messages.push({ what, from, to, hop: at });
  };
  let before = steps[0];
  tell(`${before.name} done`, before.participant, subject, 1);
  for (const step of steps.slice(1)) {
    if (before.participant !== step.participant) hop += 1;
    tell(`${before.name} done`, before.participant, step.participant, hop);
    before = step;
  }
  if (before.participant !== subject) hop += 1;
  tell(`${before.name} done`, before.participant, subject, hop);
  for (const listener of onCompleted) tell(`${subject} completed`, subject, listener, hop + 1);
  return {
    commits: [
      ...stepCommits(steps.slice(0, 1)),
      { what: `${subject} begun`, modules: [subject] },
      ...stepCommits(steps.slice(1)),
      ...[subject, ...onCompleted].map((module) => ({ what: `${module} completed`, modules: [module] })),
    ],
    messages,
  };
}

/** The subject's module sends a command per step and takes the reply; its own steps need neither. */
function orchestrated({ steps: [first, ...others], subject, onCompleted }: SagaShape): Course {
  const messages: SagaMessage[] = [];
  const commits: Commit[] = [...stepCommits([first]), { what: `${subject} begun`, modules: [subject] }];
  let hop = 0;
  const send = (what: string, from: string, to: string) => {
    if (from !== to) messages.push({ what, from, to, hop: (hop += 1) });
  };
  send(`${first.name} done`, first.participant, subject);
  for (const step of others) {
    send(`command ${step.name}`, subject, step.participant);
    commits.push(...stepCommits([step]));
    send(`reply to ${step.name}`, step.participant, subject);
    if (step.participant !== subject) commits.push({ what: `reply to ${step.name}`, modules: [subject] });
  }
  const last = hop + 1;
  for (const listener of onCompleted.filter((module) => module !== subject)) {
    messages.push({ what: `${subject} completed`, from: subject, to: listener, hop: last });
    commits.push({ what: `${listener} completed`, modules: [listener] });
  }
  return { commits, messages };
}

/** A step outside is prepared in one transaction and concluded in another: none is open during the call. */
function stepCommits(steps: readonly SagaStepShape[]): readonly Commit[] {
  return steps.flatMap(({ name, participant, external }) =>
    (external === undefined ? [name] : [`${name} prepared`, `${name} concluded`]).map((what) => ({
      what,
      modules: [participant],
    })),
  );
}
