import type { Catalogue } from '../catalogue.js';
import type { ProfileFile } from '../file/profile.schema.js';
import { Problems, type ProfileSource } from '../problems.js';
import { checkCoordination, checkEventStore, checkTransport } from './check-combination.js';
import { checkDatabases, urlOf } from './check-databases.js';
import { placeModules } from './place-modules.js';
import type { ResolvedProfile } from './resolved-profile.js';

/**
 * Decides where everything lives. Called once per process, before anything starts.
 * @throws ProfileError for names that do not exist, modules without a place and combinations that cannot keep a promise
 */
export function resolveProfile(
  file: ProfileFile,
  source: ProfileSource,
  catalogue: Catalogue,
): ResolvedProfile {
  const problems = new Problems(source);
  const modules = placeModules(file, catalogue, problems);
  const allPlaced = !problems.any;
  checkTransport(file, problems);
  // With a wrong name above, what follows would only echo it.
  if (allPlaced) {
    checkDatabases(file, modules, problems);
    checkCoordination(file, modules, catalogue, problems);
    checkEventStore(file, modules, problems);
  }
  problems.throwIfAny();

  return deepFreeze({
    name: source.name,
    file: source.file,
    description: file.description?.trim() ?? '',
    services: Object.entries(file.services).map(([name, { replicas = 1 }]) => {
      const hosted = modules.filter((module) => module.service === name);
      return {
        name,
        replicas,
        modules: hosted.map((module) => module.name),
        databases: [...new Set(hosted.map((module) => module.database))],
      };
    }),
    databases: Object.keys(file.databases).map((name) => ({
      name,
      url: urlOf(file, name),
      modules: modules.filter((module) => module.database === name).map((module) => module.name),
    })),
    modules,
    eventStore: file.eventStore ?? null,
    transport: file.transport,
    coordination: file.checkout,
    topics: { partitions: file.topics?.partitions ?? 4, replication: file.topics?.replication ?? 1 },
    pool: { max: file.pool?.max ?? 10 },
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
