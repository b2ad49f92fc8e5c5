import type { Catalogue } from '../catalogue.js';
import type { ResolvedModule, ResolvedProfile } from '../placement/resolved-profile.js';

/** What follows when a database is restored from an older dump. */
export interface Restore {
  readonly database: string;
  /** Those of its modules for which it follows; none: it is the archive's. */
  readonly modules: readonly string[];
  /**
   * `whole`: all modules are as of one moment. `unnoticed`: the others have gone on, and nothing tells. `refilled`: what is
   * archived comes back before the module accepts writes. `events-only`: so it does, but the module keeps sagas beside its events.
   * `told`: what is archived beyond the dump can be listed. `untold`: it cannot. `asks`: the archive asks the modules.
   */
  readonly outcome: 'whole' | 'unnoticed' | 'refilled' | 'events-only' | 'told' | 'untold' | 'asks';
}

export function restoresOf(profile: ResolvedProfile, catalogue: Catalogue): readonly Restore[] {
  return profile.databases.flatMap(({ name: database, modules: names }) => {
    if (names.length === 0) return { database, modules: [], outcome: 'asks' as const };
    const modules = profile.modules.filter(({ name }) => names.includes(name));
    const outcomes = Map.groupBy(modules, (module) => outcomeOf(module, profile, catalogue));
    return [...outcomes].map(([outcome, alike]) => ({
      ...{ database, outcome },
      modules: alike.map(({ name }) => name),
    }));
  });
}

function outcomeOf(
  { name, persistence }: ResolvedModule,
  { databases, transport, coordination, eventStore }: ResolvedProfile,
  { saga }: Catalogue,
): Restore['outcome'] {
  if (transport === 'in-process')
    return databases.filter(({ modules }) => modules.length > 0).length === 1 ? 'whole' : 'unnoticed';
  if (eventStore === null) return 'untold';
  if (persistence === 'state') return 'told';
  return coordination === 'orchestration' && saga.subject === name ? 'events-only' : 'refilled';
}
