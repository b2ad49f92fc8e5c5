import type { MigrationInterface, QueryRunner } from 'typeorm';

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- TypeORM's own type for entity and migration classes
type Class = Function;
export type MigrationClass = new () => MigrationInterface;

/** What a module keeps in its schema. */
export interface ModuleTables {
  readonly entities?: readonly Class[];
  /** Classes named `<Name><13-digit timestamp>`; a schema's history is ordered by that timestamp. */
  readonly migrations?: readonly MigrationClass[];
}

const registry = new Map<string, { entities: Set<Class>; migrations: Set<MigrationClass> }>();

/**
 * Adds to what a module keeps. Called when a Nest module is declared, as `TypeOrmModule.forFeature` does it for
 * `autoLoadEntities`: the DataSource of a database is built from what the modules placed on it have registered.
 */
export function registerModule(name: string, { entities = [], migrations = [] }: ModuleTables): void {
  const known = registry.get(name) ?? { entities: new Set(), migrations: new Set() };
  for (const entity of entities) known.entities.add(entity);
  for (const migration of migrations) known.migrations.add(migration);
  registry.set(name, known);
}

export function entitiesOf(modules: readonly string[]): Class[] {
  return modules.flatMap((name) => [...(registry.get(name)?.entities ?? [])]);
}

export function migrationsOf(name: string): MigrationClass[] {
  return [...(registry.get(name)?.migrations ?? [])];
}

/** The schema that a migration runs for, quoted for use in SQL. */
export function schemaOf(runner: QueryRunner): string {
  const { options } = runner.dataSource;
  if (!('schema' in options) || typeof options.schema !== 'string')
    throw new Error('A migration runs for one module and needs its schema.');
  return `"${options.schema}"`;
}
