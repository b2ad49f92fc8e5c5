import type { Catalogue } from '../catalogue.js';
import type { ResolvedProfile } from '../placement/resolved-profile.js';
import { a, count, list } from '../wording.js';
import type { DerivedPromise } from './derived-promise.js';

/** What callers may rely on while everything runs, and after a crash. */
export function consistencyPromises(
  profile: ResolvedProfile,
  catalogue: Catalogue,
): readonly DerivedPromise[] {
  return [
    atomicity(profile, catalogue),
    endsWhole(profile, catalogue),
    ...outsideOnce(catalogue),
    readYourWrites(profile),
    currentLists(profile, catalogue),
    freshCopies(profile),
    boundaries(profile),
    oneBackup(profile),
    history(profile, catalogue),
    archived(profile),
  ];
}

function atomicity({ coordination }: ResolvedProfile, { saga }: Catalogue): DerivedPromise {
  const [, ...steps] = saga.steps;
  const names = list(steps.map(({ name }) => name));
  const inOne = coordination === 'transaction';
  return {
    id: `atomic-${saga.name}`,
    title: `${capital(a(saga.name))} is atomic`,
    holds: inOne,
    reason: inOne
      ? `${names} commit together in one transaction, or none of them does`
      : `each of ${names} commits by itself, so others can see ${a(saga.name)} half-done until it is completed or undone`,
  };
}

function endsWhole({ coordination, transport }: ResolvedProfile, { saga }: Catalogue): DerivedPromise {
  const first = saga.steps[0];
  const remains = {
    transaction: `a crash leaves at most a begun ${saga.subject} after ${first.name}, and perhaps an attempt outside; a worker finishes it`,
    choreography: `a crash leaves it between two steps; the next participant finds the event in the log and goes on, or undoes its part`,
    orchestration: `a crash leaves it between two steps; ${saga.subject} keeps its state and sends the unanswered command again under the same id`,
  }[coordination];
  const needs = transport === 'in-process' ? '' : `, once ${transport} can be reached`;
  return {
    id: `${saga.name}-ends-whole`,
    title: `${capital(a(saga.name))} ends wholly done or wholly undone, after a crash too`,
    holds: true,
    reason: `${remains}${coordination === 'transaction' ? '' : needs}`,
  };
}

function outsideOnce({ saga }: Catalogue): readonly DerivedPromise[] {
  return saga.steps.flatMap(({ name, participant, external }) =>
    external === undefined
      ? []
      : {
          id: `${name}-once`,
          title: `${capital(name)} takes effect once, although ${external} is outside`,
          holds: 'conditional' as const,
          reason: `${participant} commits the attempt before each call and asks again under the same key: it holds as long as ${external} honours that key`,
        },
  );
}

function readYourWrites({ services }: ResolvedProfile): DerivedPromise {
  const replicated = services.filter(({ replicas }) => replicas > 1);
  const replicas =
    replicated.length === 0
      ? ''
      : `; the replicas of ${list(replicated.map(({ name }) => name))} share ${replicated.length === 1 ? 'its' : 'their'} databases, so any of them answers alike`;
  return {
    id: 'read-your-writes-by-id',
    title: 'A read by id sees your own write',
    holds: true,
    reason: `the module that owns the data answers from the database it wrote to${replicas}`,
  };
}

function currentLists({ modules }: ResolvedProfile, catalogue: Catalogue): DerivedPromise {
  const listing = catalogue.modules.filter(({ lists }) => lists !== undefined);
  const projected = listing.filter(({ name }) =>
    modules.some((module) => module.name === name && module.persistence === 'events'),
  );
  return {
    id: 'current-lists',
    title: 'A list of what a module keeps shows every write before it',
    holds: projected.length === 0 ? true : projected.length === listing.length ? false : 'conditional',
    reason:
      projected.length === 0
        ? 'lists are read from the rows that were written'
        : `lists of ${list(projected.map(({ lists = '' }) => lists))} are projected from events: a moment behind, and further while a projection catches up`,
  };
}

function freshCopies({ transport }: ResolvedProfile): DerivedPromise {
  return {
    id: 'fresh-copies',
    title: "Copies in other modules and lists built from others' events are never stale",
    holds: false,
    reason:
      transport === 'in-process'
        ? 'they follow by events after the commit, within the process: a moment later, and later still while a consumer catches up'
        : `they follow by events after the commit, through ${transport}: they stand still while it or their consumer is away`,
  };
}

function boundaries({ databases }: ResolvedProfile): DerivedPromise {
  const shared = databases.filter(({ modules }) => modules.length > 1).map(({ name }) => name);
  return {
    id: 'module-boundaries',
    title: "No module can touch another's tables",
    holds: true,
    reason:
      shared.length === 0
        ? 'each has a database of its own'
        : `each has a schema and a role of its own; on ${list(shared)}, which several share, PostgreSQL denies it`,
  };
}

function oneBackup(profile: ResolvedProfile): DerivedPromise {
  const databases = profile.databases.filter(({ modules }) => modules.length > 0);
  const holds = databases.length === 1;
  return {
    id: 'one-consistent-backup',
    title: 'One backup holds all modules as of one moment',
    holds,
    reason: holds
      ? `all data is in the database ${databases[0]?.name ?? ''}`
      : `the data is in ${count(databases.length, 'database')} that are backed up at different moments`,
  };
}

function history({ modules }: ResolvedProfile, catalogue: Catalogue): DerivedPromise {
  const sourced = modules.filter(({ persistence }) => persistence === 'events').map(({ name }) => name);
  const possible = catalogue.modules.filter(({ eventSourceable }) => eventSourceable).length;
  return {
    id: 'state-from-history',
    title: 'Every past state can be rebuilt from events',
    holds: sourced.length === 0 ? false : sourced.length === possible ? true : 'conditional',
    reason:
      sourced.length === 0
        ? 'all modules keep rows; their logs keep recent days only'
        : `${list(sourced)} ${sourced.length === 1 ? 'keeps' : 'keep'} events for good${sourced.length === possible ? '' : '; the other modules keep rows'}`,
  };
}

function archived({ eventStore }: ResolvedProfile): DerivedPromise {
  return {
    id: 'events-archived',
    title: 'Every event is kept a second time',
    holds: eventStore !== null,
    reason:
      eventStore === null
        ? "there is no Event Store: what a module's log no longer has is nowhere"
        : `the Event Store archives it in the database ${eventStore.database}, a moment after the broker has it; what a log has not relayed when its database is lost is lost`,
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
