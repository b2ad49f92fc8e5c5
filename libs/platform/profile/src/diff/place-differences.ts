import { moduleOf, type ResolvedProfile } from '../placement/resolved-profile.js';
import { count, list } from '../wording.js';
import { together, type Difference } from './difference.js';

/** What the two files say themselves: where modules live, how they talk, what runs. */
export function placeDifferences(a: ResolvedProfile, b: ResolvedProfile): readonly Difference[] {
  const compared: readonly [id: string, what: string, of: (profile: ResolvedProfile) => string][] = [
    ['transport', 'how messages travel', ({ transport }) => transport],
    ['coordination', 'how a checkout is coordinated', ({ coordination }) => coordination],
    ['processes', 'what runs', running],
  ];
  return [...places(a, b), ...compared.flatMap(([id, what, of]) => unlike(id, what, of(a), of(b)))];
}

function unlike(id: string, what: string, from: string, to: string): readonly Difference[] {
  return from === to ? [] : [{ id, verdict: 'changed', what, from, to }];
}

function places(a: ResolvedProfile, b: ResolvedProfile): readonly Difference[] {
  const moved = a.modules.flatMap(({ name }) => {
    const [from, to] = [placeOf(name, a), placeOf(name, b)];
    return from === to ? [] : { of: name, id: 'place', verdict: 'changed' as const, from, to };
  });
  return together(moved, (modules) => `where ${list(modules)} ${modules.length === 1 ? 'lives' : 'live'}`);
}

/** "a service and a database of its own": without the names, so that modules placed alike read alike. */
function placeOf(name: string, profile: ResolvedProfile): string {
  const { service, database, persistence } = moduleOf(profile, name);
  const alone = (key: 'service' | 'database', value: string) =>
    profile.modules.filter((module) => module[key] === value).length === 1;
  const [inService, inDatabase] = [alone('service', service), alone('database', database)];
  const as = persistence === 'events' ? ', kept as events' : '';
  if (inService && inDatabase) return `a service and a database of its own${as}`;
  const where = inService ? 'a service of its own' : `service ${service}`;
  return `${where}, ${inDatabase ? 'a database of its own' : `database ${database}`}${as}`;
}

function running({ services, databases, transport, eventStore }: ResolvedProfile): string {
  const processes = services.reduce((sum, { replicas }) => sum + replicas, 0);
  const parts = [
    processes === 1 ? '1 process' : `${processes} processes behind a gateway`,
    count(databases.length, 'database'),
    ...(transport === 'in-process' ? [] : [`a broker (${transport})`]),
    ...(eventStore === null ? [] : ['an Event Store']),
  ];
  return list(parts);
}
