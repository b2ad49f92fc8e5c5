import type { Coordination, ResolvedProfile, ServiceConfiguration, Transport } from '@platform/profile';

export type ModulePlacement = ServiceConfiguration['placement']['modules'][number];

/** What is to be started, with every question of the profile answered. */
export interface DeploymentPlan {
  readonly profile: string;
  readonly services: readonly {
    readonly name: string;
    readonly replicas: number;
    readonly modules: readonly string[];
  }[];
  /** Without a url an embedded PostgreSQL is started. */
  readonly databases: readonly { readonly name: string; readonly url?: string }[];
  readonly placement: readonly ModulePlacement[];
  /** Where the Event Store keeps its archive; null where there is none. */
  readonly eventStore: { readonly database: string } | null;
  readonly transport: Transport;
  readonly coordination: Coordination;
  readonly topics: ServiceConfiguration['topics'];
  /** Connections per process and database. */
  readonly pool: { readonly max: number };
}

export function planOf(profile: ResolvedProfile): DeploymentPlan {
  const { name, services, databases, modules, eventStore, transport, coordination, topics, pool } = profile;
  return {
    profile: name,
    services: services.map((service) => ({
      name: service.name,
      replicas: service.replicas,
      modules: service.modules,
    })),
    databases: databases.map((database) => ({
      name: database.name,
      ...(database.url !== null && { url: database.url }),
    })),
    placement: modules.map(({ name: module, database, schema, persistence }) => ({
      module,
      database,
      schema,
      persistence,
    })),
    ...{ eventStore, transport, coordination, topics, pool },
  };
}

const brokerNeeded: Readonly<Record<Transport, boolean>> = {
  'in-process': false,
  kafka: true,
  rabbitmq: true,
};

/** Whether messages leave the process. */
export function throughBroker({ transport }: DeploymentPlan): boolean {
  return brokerNeeded[transport];
}

/** The databases in which some modules keep their data. */
export function databasesOf(plan: DeploymentPlan, modules: readonly string[]): string[] {
  const placed = plan.placement.filter(({ module }) => modules.includes(module));
  return [...new Set(placed.map(({ database }) => database))];
}

/** The modules whose data lives in a database, in the plan's order. */
export function modulesIn(plan: DeploymentPlan, database: string): string[] {
  return plan.placement.filter((placed) => placed.database === database).map(({ module }) => module);
}
