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

type Course = Pick<CheckoutCost, 'commits' | 'messages' | 'hops'>;

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
    hops: 0,
  };
}

/** Each participant hears the success of the step before its own, the subject that of the last; its completion ends it. */
function choreographed({ steps, subject, onCompleted }: SagaShape): Course {
  const [first, ...others] = steps;
  const commits = new Commits();
  const messages: SagaMessage[] = [];
  let hop = 0;
  const tell = (what: string, from: string, to: string, at: number) => {
    if (from !== to) messages.push({ what, from, to, hop: at });
  };
  commits.add(first.name, first.participant);
  commits.add(`${subject} begun`, subject, first.participant === subject);
  tell(`${first.name} done`, first.participant, subject, 1);
  let before = first;
  for (const step of others) {
    const joins = before.participant === step.participant;
    if (!joins) hop += 1;
    tell(`${before.name} done`, before.participant, step.participant, hop);
    commits.step(step, joins);
    before = step;
  }
  const joins = before.participant === subject;
  if (!joins) hop += 1;
  tell(`${before.name} done`, before.participant, subject, hop);
  commits.add(`${subject} completed`, subject, joins);
  for (const listener of onCompleted) {
    tell(`${subject} completed`, subject, listener, hop + 1);
    commits.add(`${listener} told of it`, listener, listener === subject);
  }
  return { commits: commits.all, messages, hops: Math.max(0, ...messages.map((message) => message.hop)) };
}

/** The subject's module sends a command per step and takes the reply; its own steps need neither. */
function orchestrated({ steps: [first, ...others], subject, onCompleted }: SagaShape): Course {
  const commits = new Commits();
  const messages: SagaMessage[] = [];
  const send = (what: string, from: string, to: string) => {
    if (from !== to) messages.push({ what, from, to, hop: messages.length + 1 });
  };
  commits.add(first.name, first.participant);
  send(`${first.name} done`, first.participant, subject);
  commits.add(`${subject} begun`, subject, first.participant === subject);
  for (const step of others) {
    send(`command ${step.name}`, subject, step.participant);
    commits.step(step, step.participant === subject);
    send(`reply to ${step.name}`, step.participant, subject);
    if (step.participant !== subject) commits.add(`reply to ${step.name}`, subject);
  }
  commits.add(`${subject} completed`, subject, true);
  const listeners = onCompleted.filter((module) => module !== subject);
  const hops = messages.length + (listeners.length > 0 ? 1 : 0);
  for (const listener of listeners) {
    messages.push({ what: `${subject} completed`, from: subject, to: listener, hop: hops });
    commits.add(`${listener} told of it`, listener);
  }
  // Nobody waits for these: the subject is decided, and whoever was to hear of it has.
  for (const listener of listeners) {
    messages.push({ what: `reply of ${listener}`, from: listener, to: subject, hop: hops + 1 });
    commits.add(`reply of ${listener}`, subject);
  }
  return { commits: commits.all, messages, hops };
}

/** Database transactions in their order. What follows within one module may join the one before. */
class Commits {
  readonly #all: { what: string; modules: readonly string[] }[] = [];

  get all(): readonly Commit[] {
    return this.#all;
  }

  add(what: string, module: string, joins = false): void {
    const last = this.#all.at(-1);
    if (joins && last) last.what += ` and ${what}`;
    else this.#all.push({ what, modules: [module] });
  }

  /** One outside is prepared, claimed by who makes the call, and concluded: no transaction is open during the call. */
  step({ name, participant, external }: SagaStepShape, joins: boolean): void {
    if (external === undefined) {
      this.add(name, participant, joins);
      return;
    }
    this.add(`${name} prepared`, participant, joins);
    this.add(`${name} claimed`, participant);
    this.add(`${name} concluded`, participant);
  }
}
