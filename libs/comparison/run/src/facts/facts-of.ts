import type { ProfileFacts } from '@comparison/protocol';
import {
  type Catalogue,
  describeProfile,
  hasGateway,
  partName,
  profileJson,
  type ResolvedProfile,
} from '@platform/profile';

/** What a profile says of itself before it runs. @param source as it was given: a name, or the path of a file */
export function factsOf(source: string, profile: ResolvedProfile, catalogue: Catalogue): ProfileFacts {
  const description = describeProfile(profile, catalogue);
  const { outages, promises, cost } = description;
  const has = (kind: string): boolean => outages.some(({ part }) => part.kind === kind);
  const keptAs = Object.groupBy(profile.modules, ({ persistence }) => persistence);
  const gateway = hasGateway(profile);
  const processes =
    profile.services.reduce((sum, { replicas }) => sum + replicas, 0) +
    profile.databases.length +
    [gateway, has('broker'), has('event-store')].filter(Boolean).length;
  return {
    ...{ name: profile.name, source, description: profile.description },
    ...{ coordination: profile.coordination, transport: profile.transport },
    eventSourced: (keptAs.events ?? []).map(({ name }) => name),
    services: profile.services.map(({ name, replicas, modules }) => ({
      ...{ name, replicas },
      modules: profile.modules
        .filter((module) => modules.includes(module.name))
        .map((module) => ({ name: module.name, database: module.database, keptAs: module.persistence })),
    })),
    databases: profile.databases.map(({ name, modules }) => ({ name, modules: [...modules] })),
    ...{ hasGateway: gateway, hasBroker: has('broker'), hasEventStore: has('event-store'), processes },
    // What holds only sometimes is nothing to rely on; the reason says when it does.
    promises: promises.map(({ id, title, holds, reason }) => ({
      ...{ id, title, kept: holds === true, reason },
      ...(holds === 'conditional' && { depends: true }),
    })),
    outages: outages.map(({ part, sentence, unavailable }) => ({
      ...{ part: partName(part), kind: part.kind, sentence },
      modulesDown: [...unavailable],
    })),
    checkout: { hops: cost.hops, commits: cost.commits.length, messages: cost.messages.length },
    explained: profileJson(description),
  };
}
