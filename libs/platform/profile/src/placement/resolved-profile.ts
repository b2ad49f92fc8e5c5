import type { coordinations, transports } from '../file/profile.schema.js';

export type Transport = (typeof transports)[number];
export type Coordination = (typeof coordinations)[number];
export type Persistence = 'state' | 'events';

/** The answer to every question about where and how, fixed once before anything starts. Frozen to the bottom. */
export interface ResolvedProfile {
  readonly name: string;
  /** The file as shown to people. */
  readonly file: string;
  readonly description: string;
  readonly services: readonly ResolvedService[];
  readonly databases: readonly ResolvedDatabase[];
  /** In the order of the catalogue. */
  readonly modules: readonly ResolvedModule[];
  /** Archives every event of every module, in a database that no module uses; null where there is none. */
  readonly eventStore: { readonly database: string } | null;
  readonly transport: Transport;
  readonly coordination: Coordination;
  readonly topics: { readonly partitions: number; readonly replication: number };
  /** Connections per process and database. */
  readonly pool: { readonly max: number };
}

export interface ResolvedService {
  readonly name: string;
  readonly replicas: number;
  readonly modules: readonly string[];
  /** Those that its modules keep their data in. */
  readonly databases: readonly string[];
}

export interface ResolvedDatabase {
  readonly name: string;
  /** Of a PostgreSQL database that runs already; null: an embedded one is started. May hold a password. */
  readonly url: string | null;
  readonly modules: readonly string[];
}

export interface ResolvedModule {
  readonly name: string;
  readonly service: string;
  readonly database: string;
  /** Its PostgreSQL schema, the same wherever it lives. */
  readonly schema: string;
  readonly persistence: Persistence;
}

/** The database of the Event Store's archive; undefined where there is none. */
export function archiveOf({ databases, eventStore }: ResolvedProfile): ResolvedDatabase | undefined {
  return databases.find(({ name }) => name === eventStore?.database);
}

/** @throws RangeError for a name that the catalogue did not have when the profile was resolved */
export function moduleOf(profile: ResolvedProfile, name: string): ResolvedModule {
  const module = profile.modules.find((candidate) => candidate.name === name);
  if (!module) throw new RangeError(`The profile ${profile.name} places no module named ${name}.`);
  return module;
}
