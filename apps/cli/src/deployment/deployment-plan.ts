import type { ServiceConfiguration } from '@platform/profile';

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
  readonly transport: ServiceConfiguration['transport'];
  readonly coordination: ServiceConfiguration['coordination'];
  readonly topics: ServiceConfiguration['topics'];
  readonly pool: { readonly max: number };
}

/** The modules whose data lives in a database, in the plan's order. */
export function modulesIn(plan: DeploymentPlan, database: string): string[] {
  return plan.placement.filter((placed) => placed.database === database).map(({ module }) => module);
}
