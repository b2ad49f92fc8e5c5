/** One PostgreSQL database that this process talks to. */
export interface DatabasePlacement {
  readonly name: string;
  /** `postgres://` URL of a login that may create schemas and roles, or is a member of every module role. */
  readonly url: string;
  readonly pool: { readonly max: number };
}

/** How a module keeps its aggregates: as rows, or as streams of its log. */
export type Persistence = 'state' | 'events';

/** Where one module keeps its data. */
export interface ModulePlacement {
  readonly module: string;
  readonly database: string;
  readonly schema: string;
  /** `state` unless given. */
  readonly persistence?: Persistence;
}

/** Where the modules of one service keep their data: the part of a resolved profile that persistence needs. */
export interface Placement {
  readonly databases: readonly DatabasePlacement[];
  readonly modules: readonly ModulePlacement[];
}

/** The database role that owns a module's schema. Roles belong to a PostgreSQL cluster, hence the prefix. */
export function roleOf(module: string): string {
  return `whereabouts_${module}`;
}
